"""The words of a report in French. No-break spaces are put in where the words are said."""

FRENCH = {
    # The whole
    "title": "{client} – bilan de respect",
    "skip": "Aller au contenu",
    "all_clients": "Tous les clients",
    "navigation": "Bilan",
    "footer": "Établi par tonecheck {version} sur l'ordinateur de son lecteur. Cette page ne charge rien et n'envoie "
    "rien.",
    "generator_note": "Gardez-la pour vous : elle cite des courriers.",
    # Numbers and dates
    "interval": "{low} à {high}",
    "points": "{n} points",
    "point": "{n} point",
    "hardly_a_point": "moins de {n} point",
    "moment": "{day} à {hour} h {minute}",
    "months": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "short_months": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "weekdays": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "short_weekdays": "lun. mar. mer. jeu. ven. sam. dim.",
    "messages": "{n} message|{n} messages",
    "concerns": "{n} point soulevé ou modification|{n} points soulevés ou modifications",
    "no_time": "sans date",
    # Who, and the verdict
    "period": "{n}, du {first} au {last}",
    "one_day": "{n}, le {first}",
    "question": "Devez-vous rompre avec ce client ?",
    "keep": "Non. Un client à garder.",
    "a_bit_difficult": "Non, mais un peu difficile.",
    "break_up": "Oui, il y a de quoi.",
    "not_enough_messages": "Trop peu de messages pour le dire.",
    "why.keep": "Chacune des questions ci-dessous à laquelle on peut répondre reçoit une bonne réponse.",
    "why.a_bit_difficult": "Tout ne va pas bien ci-dessous, mais les accrocs sont isolés, réparés ou trop incertains "
    "pour justifier une rupture.",
    "why.break_up": "Au moins une des questions ci-dessous reçoit une mauvaise réponse : clairement, à plusieurs "
    "reprises et sur plus d'une journée.",
    "why.not_enough_messages": "Il faut au moins quatre messages, et pas tous anciens. Les notes ci-dessous ne sont "
    "que de premières impressions.",
    "short.keep": "À garder",
    "short.a_bit_difficult": "Un peu difficile",
    "short.break_up": "À quitter",
    "short.not_enough_messages": "Trop peu de messages",
    "good": "bon",
    "mixed": "mitigé",
    "bad": "mauvais",
    "none": "pas de données",
    "overall": "Ensemble",
    "overall_score": "Note d'ensemble",
    "of_100": "sur 100",
    "interval_90": "Intervalle à 90 % : {interval}",
    "counted": "d'après {n}",
    "bar_title": "{name} : {score} sur 100, {band}",
    "bar_text": "Intervalle à 90 % : {interval}. En dessous de 45 : mauvais ; à partir de 75 : bon.",
    "three_answers": "Trois questions",
    # The three questions
    "time": "Temps",
    "work": "Travail",
    "feedback": "Avis",
    "ask.time": "Respecte-t-il votre temps ?",
    "ask.work": "Respecte-t-il votre travail ?",
    "ask.feedback": "Respecte-t-il votre avis ?",
    "about.time": "Les horaires, les week-ends, les relances, l'exigence d'une réponse immédiate.",
    "about.work": "Le ton employé : mépris, insultes, rebuffades. Une critique dure mais précise reste légitime.",
    "about.feedback": "Ce que sont devenues les questions, les réserves et les idées que vous avez soulevées.",
    "no_evidence": "Aucun message n'a rien retiré à cette note.",
    "more_evidence": "et {n} autre message|et {n} autres messages",
    "much_more_evidence": "et au moins {n} autre message|et au moins {n} autres messages",
    "your_message": "vous avez écrit",
    "message_id": "Message",
    "no_data_about": "Cela ne compte ni en bien ni en mal.",
    # Trend and invoices
    "trend": "Par rapport à ses habitudes",
    "trend.better": "Mieux ces derniers temps",
    "trend.worse": "Moins bien ces derniers temps",
    "trend.steady": "À peu près comme d'habitude",
    "trend_about": "Part des messages qui ont montré un manque de respect pour votre temps ou votre travail.",
    "trend_chance": "L'écart ne dépasse pas ce que fait le hasard.",
    "recent": "{n} derniers jours",
    "before": "Avant",
    "trend_title": "Avant : {before} ; {n} derniers jours : {recent}",
    "no_trend": "Trop peu de messages pour le dire : il en faut {n} dans les {days} derniers jours, et {n} avant.",
    "invoices": "Factures",
    "invoices_about": "À titre indicatif : la façon de payer ou de commander ne compte pas dans la note.",
    "n_invoices": "{n} facture|{n} factures",
    "steady_orders": "Commandes régulières : {n} mois avec commande sur {months}. La première date du {first}.",
    "orders": "{n} mois avec commande sur {months}. La première date du {first}.",
    "months_back": "le dernier mois|les {n} derniers mois",
    "paid_late": "{n} payée en retard|{n} payées en retard",
    "unpaid": "{n} impayée après l'échéance|{n} impayées après l'échéance",
    "days_late": "{n} jour de retard en moyenne|{n} jours de retard en moyenne",
    "all_on_time": "Aucun retard, aucun impayé.",
    "no_invoices": "Aucune facture n'a été fournie.",
    # Tone over time
    "tone": "Le ton au fil du temps",
    "tone_about": "Un repère par message. Plus il est haut, plus le message a de chances de se lire comme du mépris "
    "ou une insulte : 100 %, c'est certain.",
    "tone_desc": "{n}, dont {high} avec plus d'une chance sur deux de se lire comme du mépris ou une insulte. Le "
    "tableau ci-dessous les donne tous.",
    "no_tone": "Le modèle n'a pas de catégorie pour le mépris ni pour l'insulte : il n'y a pas de ton à montrer.",
    "no_dates": "Aucun des messages ne dit quand il a été envoyé.",
    "undated": "{n} message sans date n'est pas sur l'image.|{n} messages sans date ne sont pas sur l'image.",
    "passed_over": "Au pied du graphique : {n} de vos messages, dont la remarque est restée sans réponse.|Au pied du "
    "graphique : {n} de vos messages, dont les remarques sont restées sans réponse.",
    "legend": "Repères",
    "mark.none": "n'a rien coûté",
    "mark.unsure": "incertain",
    "mark.time": "points perdus : temps",
    "mark.work": "points perdus : travail",
    "mark.feedback": "points perdus : avis",
    "as_table": "Les mêmes données en tableau",
    "column.date": "Date",
    "column.tone": "Mépris ou insulte",
    "column.reasons": "Ce qui a coûté des points",
    "column.id": "Message",
    "nothing": "rien",
    # When they write
    "when": "Quand il écrit",
    "when_about": "Nombre de messages par jour de la semaine et par heure. Vos heures de travail n'y figurent pas.",
    "when_zone": "Aucun fuseau horaire n'est connu : ce sont les heures que les messages eux-mêmes indiquent.",
    "when_summary": "Le plus souvent le {day}. {weekend} des messages le week-end, {night} entre 20 h et 7 h.",
    "no_hours": "Aucun des messages ne dit quand il a été envoyé : il n'y a rien à montrer.",
    "hour": "{hour} h",
    "weekday": "Jour",
    "in_all": "Total",
    # What was assumed, how to read
    "assumed": "Ce qui a été supposé ou laissé de côté",
    "assumed_nothing": "Rien n'a dû être supposé.",
    "left_out_nothing": "Aucun message n'a été laissé de côté.",
    "left_out_about": "Dans toute la boîte, ces messages n'ont pas été comptés :",
    "other_language": "{n} message n'est ni en anglais ni en français ; le ton y est moins bien perçu.|{n} messages "
    "ne sont ni en anglais ni en français ; le ton y est moins bien perçu.",
    "how": "Comment lire une note, et ce qu'elle n'est pas",
    "how.scale": "Une note va de 0 à 100, et 100 est respectueux : bon à partir de 75, mitigé à partir de 45, mauvais "
    "en dessous. Pour le temps et le travail, c'est la probabilité que quatre messages de suite ne coûtent rien : un "
    "mauvais message sur vingt donne environ 81, un sur deux environ 6. Pour vos remarques, c'est la part de celles "
    "qui ont été prises en compte.",
    "how.interval": "L'intervalle dit à quel point la note est sûre : neuf fois sur dix, la vraie valeur s'y trouve. "
    "Peu de messages le rendent large ; lisez-le avant la note.",
    "how.points": "Les points disent ce que serait la note sans ce seul message. Quand beaucoup de messages se "
    "ressemblent, chacun pris à part change peu de chose.",
    "how.age": "Les messages récents pèsent plus que les anciens.",
    "how.marks": "Les mots surlignés sont ceux qui ont le plus évoqué le mépris, l'insulte, la rebuffade ou la "
    "pression.",
    "how.not": "Le ton est évalué par un modèle, qui se trompe : l'ironie, vos plaisanteries d'habitués et les autres "
    "langues l'égarent. Lisez les messages eux-mêmes avant de décider quoi que ce soit.",
    # The list of clients
    "index_title": "Comment vos clients vous écrivent",
    "index_about": "La note d'ensemble la plus basse d'abord.",
    "last_message": "Dernier message",
    "no_clients": "Aucun message d'un client n'a été trouvé dans cette boîte.",
    "verdicts": "Verdicts",
    # Why a part has no data
    "missing.no_work": "Le modèle n'a aucune des catégories qui disent si le travail est respecté : insulting, "
    "dismissive, idiot_test.",
    "missing.no_zone": "Aucun fuseau horaire n'a été indiqué (timezone), et aucun de vos messages n'en montre un.",
    "missing.no_times": "Aucun des messages de ce client ne dit quand il a été envoyé.",
    "missing.no_messages_of_mine": "Aucun de vos messages à ce client n'est là : on ne sait pas ce que vous avez "
    "soulevé.",
    "missing.no_concerns": "Aucun de vos messages à ce client ne soulève un point qui ait reçu, ou pu recevoir, une "
    "réponse.",
    "missing.unknown": "Aucune raison n'a été donnée.",
    # What was assumed
    "assumed.no_reader": "Personne n'a été désigné comme lecteur (me) : chaque expéditeur passe pour un client.",
    "assumed.no_answers": "Aucun de vos messages n'a d'heure : rien ne compte comme relance, ni comme échange que "
    "vous auriez commencé.",
    "assumed.no_pressuring": "Le modèle n'a pas de catégorie « pressuring » : le temps ne repose que sur les horaires "
    "et les relances.",
    "assumed.utc": "Aucun fuseau horaire n'a été indiqué (timezone) ni trouvé : pour dater les messages, les heures "
    "sans décalage sont lues en UTC.",
    "assumed.offset": "Aucun fuseau horaire n'a été indiqué (timezone) : le décalage le plus fréquent de vos messages "
    "vaut pour toute l'année, {offset}.",
    # Why messages were left out
    "left_out.duplicate": "le même message en double",
    "left_out.mine": "les vôtres, lus mais pas notés",
    "left_out.ignored": "d'expéditeurs à ignorer",
    "left_out.before since": "plus anciens que demandé",
    "left_out.not to me": "pas adressés à vous",
    "left_out.no own words": "rien que des citations, des signatures ou du vide",
    "left_out.nothing to measure": "de clients dont rien ne peut être mesuré",
    "left_out.automatic": "lettres d'information, réponses automatiques, notifications",
    "left_out.draft": "brouillons",
    "left_out.thrown away": "mis à la corbeille",
    "left_out.no text": "images, fichiers ou messages vocaux sans un mot",
    "left_out.deleted message": "supprimés",
    "left_out.too large": "trop lourds pour être lus",
}
