# Spanish. KEY, a colon, the words (Liquid allowed).
lang: es
cover.title: Sus datos en {{ store.name }}
cover.heading: Sus datos en {{ store.name }}
cover.intro: Este archivo contiene todo lo que está guardado sobre usted para los recordatorios de carritos.
controller: Responsable del tratamiento
contents: Contenido
files: data.json lo contiene todo para programas. La carpeta csv contiene lo mismo en tablas.
file: Archivo
rows: Filas
what: Contenido
customers: Su nombre, direcciones, lugar, idioma y sus consentimientos
identity_links: Qué cuentas, direcciones y carritos van juntos
consents: Pruebas de sus consentimientos y de sus retiradas
suppressions: Direcciones a las que no se envía ningún mensaje, como resúmenes criptográficos
pauses: Hasta cuándo ha pausado todos los mensajes
carts: Carritos y sus artículos
orders: Pedidos
messages: Mensajes para usted, o por qué no se envió ninguno
touches: Si los mensajes llegaron, se abrieron o recibieron un clic
events: Registros tal como los envió la tienda
requests: Sus solicitudes, y lo que se hizo con sus datos
purposes: Para qué se guardan
purposes_text: Para recordarle los carritos que dejó, con los mensajes que usted aceptó, y para medir si esos recordatorios funcionan.
sources: De dónde proceden
sources_text: De la tienda: lo que usted hizo e introdujo allí. De los servicios que entregan los mensajes: si un mensaje llegó.
recipients: Quién los recibió
retention: Cuánto tiempo se conservan
retention_text: Hasta que se supriman, o hasta que termine el plazo de abajo. El resumen criptográfico de una dirección a la que no se puede escribir se conserva para siempre.
days: días
decisions: Decisiones automatizadas
decisions_text: Un programa decide si y cuándo se envía un recordatorio. Sigue reglas fijas sobre el carrito, los pedidos y el consentimiento guardados aquí. No toma ninguna otra decisión sobre usted.
rights: Sus derechos
rights_text: Puede solicitar el acceso, la rectificación, la supresión, la limitación del tratamiento y una copia de sus datos. Puede oponerse en cualquier momento y retirar cada consentimiento. Puede reclamar ante una autoridad de control.
checksums: Sumas de comprobación
checksums_text: Esta orden muestra si los archivos están completos y sin cambios:
