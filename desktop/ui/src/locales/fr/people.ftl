### Trouver des personnes, créer des salons, l’annuaire des salons publics.

people-title = Trouver un collègue
people-invite-title = Inviter un collègue
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
