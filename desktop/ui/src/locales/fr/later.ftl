### Messages à envoyer à un moment donné.

later-open = Envoyer plus tard…
later-title = Envoyer plus tard
later-change-title = Modifier ce message
later-words = Message
later-when = Quand ?
later-tomorrow = Demain matin : { $day }, { $time }
later-monday = Lundi matin : { $day }, { $time }
later-own = À un autre moment
later-date = Date
later-time = Heure
later-past = Ce moment est passé. Choisissez-en un plus tardif.
later-running = Depesha doit être ouvert à ce moment-là, avec une connexion ; la fenêtre peut être verrouillée. Sinon, le message part dès que Depesha est de nouveau ouvert. D’ici là, il est conservé sur cet ordinateur seulement, chiffré.
later-keep = Envoyer à ce moment
later-save = Enregistrer
later-line = { $count ->
    [one] { $count } message sera envoyé : { $day }, { $time }
   *[other] { $count } messages seront envoyés, le prochain : { $day }, { $time }
}
later-line-stuck = Un message à envoyer plus tard n’est pas parti.
later-show = Afficher
later-list-title = À envoyer
later-none = Rien n’attend d’être envoyé. « Envoyer plus tard… », dans le menu à côté de la zone de saisie, place un message ici.
later-in = Dans { $name }
later-in-thread = Dans un fil de { $name }
later-left = Dans une conversation que vous avez quittée
later-at = À envoyer : { $day }, { $time }
later-sending = En cours d’envoi…
later-unsure = On ne sait pas si ce message est arrivé : la connexion s’est interrompue, il y a longtemps. Regardez dans la conversation. S’il n’y est pas, envoyez-le maintenant ; s’il y est, supprimez-le ici.
later-held = Non envoyé. { $problem }
later-not-there = La conversation, ou le message auquel celui-ci répond, n’existe plus. Copiez le texte si vous en avez besoin, puis supprimez ce message.
later-look = Ouvrir la conversation
later-look-label = Ouvrir la conversation : { $name }
later-change = Modifier
later-change-label = Modifier : { $text }
later-now = Envoyer maintenant
later-now-label = Envoyer maintenant : { $text }
later-delete = Supprimer
later-delete-label = Supprimer : { $text }
later-delete-title = Supprimer ce message ?
later-delete-text = Il n’a pas été envoyé et il n’en existe pas d’autre copie.
later-gone = Ce message est en cours d’envoi ou déjà parti.
later-sign-out = { $count ->
    [one] { $count } message à envoyer plus tard sera également supprimé.
   *[other] { $count } messages à envoyer plus tard seront également supprimés.
}
