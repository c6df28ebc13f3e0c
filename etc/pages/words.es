# Spanish. KEY, a colon, the words (Liquid allowed).
lang: es
dir: ltr
optout.title: Cancelar la suscripción
optout.heading: ¿No quiere recibir más {% if channel == "SMS" or channel == "PUSH" %}mensajes{% else %}correos{% endif %} sobre su carrito?
optout.text: {{ store.name }} no le enviará más {% if channel == "SMS" or channel == "PUSH" %}mensajes{% else %}correos{% endif %} sobre su carrito.
optout.button: Cancelar la suscripción
optout.done_heading: Suscripción cancelada
optout.done_text: {{ store.name }} no le enviará más {% if channel == "SMS" or channel == "PUSH" %}mensajes{% else %}correos{% endif %} sobre su carrito. Un {% if channel == "SMS" or channel == "PUSH" %}mensaje{% else %}correo{% endif %} que ya esté en camino puede llegar todavía.
link.title: Enlace
link.heading: Este enlace ha caducado
link.text: El carrito al que llevaba ya no se conserva. Puede seguir visitando {{ store.name }}.
link.unknown_heading: Este enlace está incompleto
link.unknown_text: Falta una parte del enlace. Ábralo de nuevo desde el correo o cópielo entero.
preferences.title: Mensajes de {{ store.name }}
preferences.heading: ¿Qué puede enviarle {{ store.name }} sobre su carrito?
preferences.text: Elija una opción:
preferences.pause: Nada durante 30 días
preferences.email: Ningún correo más
preferences.sms: Ningún SMS más
preferences.push: Ninguna notificación más
preferences.all: Nada en absoluto
preferences.button: Guardar
preferences.done_heading: Su elección está guardada
preferences.done_text: {{ store.name }} la respeta desde ahora. Un mensaje que ya esté en camino puede llegar todavía.
