# Spanish. KEY or TEMPLATE.KEY, a colon, the words (Liquid allowed).
lang: es
dir: ltr
start: left
end: right
hello: Hola:
name: customer.first_name
hello_name: Hola, {{ name }}:
item: {{ item.title }}, {{ item.variant }}
more: y {{ more }} más en su carrito
colon: :
total: Total
reduced: Total con su código
coupon_line: Su código para un {{ coupon.percent }} % de descuento en este pedido:
coupon_until: Válido hasta el {{ coupon.expires | date: "%d/%m/%Y" }}
why: Recibe este correo porque dejó artículos en su carrito en {{ store.name }}.
unsubscribe: No recibir más correos sobre mi carrito
preferences: Elegir lo que recibe

reminder.subject: Su carrito en {{ store.name }} sigue aquí
reminder.preheader: Hemos guardado {{ cart.items[0].title }} en su carrito.
reminder.heading: Su carrito sigue aquí
reminder.intro: En su última visita dejó algunas cosas en el carrito. Se las hemos guardado para que pueda continuar donde lo dejó.
reminder.button: Volver a mi carrito
reminder.closing: ¿Algo falló al pagar o le queda alguna duda? Puede responder directamente a este correo.

nudge.subject: ¿Aún lo está pensando? Su selección en {{ store.name }}
nudge.preheader: Su selección de un vistazo.
nudge.heading: ¿Aún lo está pensando?
nudge.intro: Elegir bien puede llevar un día. Aquí tiene de nuevo su selección, por si le ayuda verla otra vez.
nudge.button: Ver mi selección
nudge.closing: ¿Dudas sobre la talla, el envío o cualquier otra cosa? Responda a este correo y le escribirá una persona.

offer.subject: Un pequeño detalle para su carrito en {{ store.name }}
offer.preheader: {% if coupon.code %}{{ coupon.percent }} % de descuento en su selección. {% endif %}Es nuestro último correo sobre este carrito.
offer.heading: Un pequeño detalle por su visita
offer.intro: Su carrito sigue tal como lo dejó. {% if coupon.code %}Si desea completar el pedido, este código se lo pone un poco más fácil. {% endif %}Es la última vez que le escribimos sobre este carrito.
offer.button: Ir a mi carrito
offer.closing: {% if coupon.code %}Introduzca el código al pagar. {% endif %}Si ha cambiado de idea, no tiene que hacer nada.

reminder.sms: {{ store.name }}: todo sigue en su carrito: {{ links.cart }} Responda STOP para darse de baja.
nudge.sms: {{ store.name }}: ¿alguna duda? {{ links.cart }} Responda STOP para darse de baja.
offer.sms: {{ store.name }}: {% if coupon.code %}{{ coupon.percent }} % de descuento con {{ coupon.code }}{% else %}su carrito le espera{% endif %}: {{ links.cart }} Responda STOP para darse de baja.

reminder.title: Su carrito sigue aquí
reminder.body: {{ cart.items[0].title | default: "Su selección" }} le espera en {{ store.name }}.
nudge.title: ¿Todavía lo está pensando?
nudge.body: Eche otro vistazo a su carrito en {{ store.name }}.
offer.title: {% if coupon.code %}{{ coupon.percent }} % de descuento en su carrito{% else %}Su carrito sigue aquí{% endif %}
offer.body: {% if coupon.code %}Su código en {{ store.name }}: {{ coupon.code }}{% else %}{{ store.name }} se lo ha guardado.{% endif %}
