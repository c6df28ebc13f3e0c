# Spanish. KEY, a colon, the words (Liquid allowed).
lang: es
title: Cancelar la suscripción
heading: ¿No quiere recibir más correos sobre su carrito?
text: {{ store.name }} no le enviará más correos sobre su carrito.
button: Cancelar la suscripción
done_heading: Suscripción cancelada
done_text: {{ store.name }} no le enviará más correos sobre su carrito. Un correo que ya esté en camino puede llegar todavía.
