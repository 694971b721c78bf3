### Trouver des personnes, créer des salons, l’annuaire des salons publics.

people-search = Nom, fonction ou service
people-hint = Saisissez au moins deux lettres.
people-results = Collègues trouvés
people-count = { $count ->
    [0] Personne n’a été trouvé. Essayez moins de lettres ou le nom du service.
    [one] { $count } collègue trouvé
   *[other] { $count } collègues trouvés
}
people-more = Il y en a d’autres. Saisissez quelques lettres de plus.
people-groups = Services et ministères
people-group = { $name } ({ $count })
people-filter-remove = Partout de nouveau
people-filter-active = Seulement dans { $name }
people-not-yet = Pas encore sur Depesha
people-unreachable = Injoignable
people-not-yet-explain = { $name } n’est pas encore sur Depesha. Vous pourrez lui écrire dès que son compte sera créé.
people-unreachable-explain = { $name } n’est pas joignable sur Depesha pour le moment.
people-opening = La conversation s’ouvre…
people-invited = { $name } est invité.
people-self = C’est vous.

room-title = Nouveau salon
room-name = Nom du salon
room-topic = De quoi il s’agit (vous pouvez laisser vide)
room-kind = Qui peut le lire
room-private = Salon privé
room-private-explain = Seules les personnes que vous invitez peuvent le lire.
room-public = Salon public
room-public-explain = Tous les agents de tous les ministères peuvent le trouver, le rejoindre et le lire. Il n’est pas chiffré.
room-invite = Inviter des collègues
room-chosen = Invités
room-remove = Ne pas inviter { $name }
room-create = Créer le salon
room-creating = Le salon se crée…

directory-title = Salons publics
directory-search = Chercher un salon
directory-text = Des salons que tous les agents de tous les ministères peuvent lire et rejoindre. Ils ne sont pas chiffrés.
directory-results = Salons trouvés
directory-count = { $count ->
    [0] Aucun salon public n’a été trouvé.
    [one] { $count } salon public
   *[other] { $count } salons publics
}
directory-members = { $count ->
    [one] { $count } membre
   *[other] { $count } membres
}
directory-join = Rejoindre
directory-join-label = Rejoindre { $name }
directory-open = Ouvrir
directory-open-label = Ouvrir { $name }

people-number = { $count ->
    [one] { $count } personne
   *[other] { $count } personnes
}

search-title = Rechercher
search-label = Nom, fonction, service, ministère ou salon
search-keys = Ctrl K
search-clear = Vider le champ
search-hint = Saisissez au moins deux lettres d’un nom, d’une fonction, d’un service, d’un ministère, d’un numéro de téléphone ou d’un salon.
search-running = Recherche…
search-results = Résultats
search-found = Résultats : { $what }
search-nothing = Aucun résultat. Essayez moins de lettres ou parcourez l’annuaire.
search-people = Personnes
search-units = Services
search-organisations = Ministères
search-rooms = Vos salons
search-public = Salons publics
search-units-number = { $count ->
    [one] { $count } service
   *[other] { $count } services
}
search-organisations-number = { $count ->
    [one] { $count } ministère
   *[other] { $count } ministères
}
search-rooms-number = { $count ->
    [one] { $count } salon
   *[other] { $count } salons
}

card-title = Personne
card-place = Où travaille cette personne
card-phone = Téléphone professionnel
card-source = Annuaire
card-verified = Vérifié auprès des RH le { $date }
card-rooms = Salons en commun
card-write = Écrire un message
card-invite = Inviter dans un salon
card-which-room = Dans quel salon ?
card-no-room = Vous n’avez pas de tel salon.
card-invited = { $name } est invité dans « { $room } ».
card-not-yet = { $name } n’est pas encore sur Depesha. Vous pouvez lui faire envoyer une invitation à son adresse professionnelle.
card-mail = Inviter sur Depesha par courriel
card-mailed = { $name } reçoit une invitation par courriel. Vous pourrez lui écrire dès que son compte sera créé.
card-external = { $name } ne fait pas partie de l’administration et ne figure pas dans l’annuaire.
card-not-listed = { $name } n’est pas visible dans l’annuaire.

browse-open = Parcourir l’annuaire
browse-title = Annuaire
browse-tree = Ministères et services
browse-choose = Choisissez un ministère ou un service pour voir qui y travaille.
browse-shown = { $count } sur { $all ->
    [one] { $all } personne
   *[other] { $all } personnes
}
browse-more = En afficher plus

unit-write = Écrire à tout le service
unit-title = Écrire à tous les agents de « { $name } »
unit-counting = Les personnes de ce service sont comptées…
unit-question = { $count ->
    [one] Un salon privé « { $name } » va être créé et { $count } personne invitée. Le voulez-vous ?
   *[other] Un salon privé « { $name } » va être créé et { $count } personnes invitées. Le voulez-vous ?
}
unit-not-yet = { $count ->
    [one] { $count } personne n’est pas encore sur Depesha, ou n’est pas joignable, et n’est pas invitée.
   *[other] { $count } personnes ne sont pas encore sur Depesha, ou ne sont pas joignables, et ne sont pas invitées.
}
unit-nobody = Personne d’autre de ce service n’est encore sur Depesha.
unit-cut = Ce service est très grand. Seules les { $count } premières personnes sont invitées.
unit-confirm = Créer le salon et inviter
unit-going-on = Vous pouvez fermer cette fenêtre ; les invitations continuent.
unit-inviting = Invitations
unit-progress = { $done } sur { $total }
unit-failed = { $count ->
    [one] Le salon est créé. { $invited } invitations envoyées, { $count } refusée.
   *[other] Le salon est créé. { $invited } invitations envoyées, { $count } refusées.
}
unit-open = Ouvrir le salon

card-identity = Signes
card-identity-not-compared = Vous n’avez pas encore comparé de signes avec { $name }. Utile pour les sujets confidentiels.
card-identity-compared = Vous avez comparé des signes avec { $name }.
card-identity-changed = Les clés de { $name } sont nouvelles depuis que vous avez comparé des signes.
card-compare = Comparer des signes
