# Spanish. KEY, a colon, the words (Liquid allowed).
authority.title: Notificación de una violación de la seguridad de los datos personales (art. 33 RGPD)
authority.controller: Responsable del tratamiento
authority.contact: Punto de contacto
authority.nature: Naturaleza de la violación
authority.aware: El responsable tuvo constancia el
authority.from: Inicio
authority.until: Fin
authority.people: Número aproximado de personas afectadas
authority.records: Número aproximado de registros afectados, por categoría y país (personas / registros)
authority.consequences: Posibles consecuencias
authority.measures: Medidas adoptadas o propuestas
authority.late: Motivos de la dilación
notice.subject: {{ store.name }}: una violación de seguridad afecta a sus datos
notice.greeting: Hola:
notice.what: sus datos están afectados por una violación de seguridad. Esto es lo que ocurrió:
notice.consequences: Qué puede significar para usted:
notice.measures: Qué hemos hecho y qué puede hacer usted:
notice.contact: Si tiene preguntas, póngase en contacto con nosotros:
