### Les sortes de salons, l’annuaire des salons publics, la gestion d’un salon, les personnes extérieures.

external-mark = externe
external-self = Extérieur à l’administration
kind-externals = ouvert à l’extérieur
kind-with-externals = Avec des personnes extérieures
kind-announcement-private = Annonces
kind-announcement-public = Annonces publiques
nothing-external = Vous voyez les conversations auxquelles vous avez été invité.

room-externals = Salon privé, ouvert aux personnes extérieures
room-externals-explain = Seules les personnes que vous invitez peuvent le lire. Des personnes extérieures à l’administration peuvent aussi être invitées.
room-externals-later = Vous inviterez les personnes extérieures par leur adresse, une fois le salon créé.
room-announcement = Annonces
room-announcement-explain = Seules les personnes qui gèrent le salon écrivent. Vous choisissez qui peut le lire.
room-audience = Qui peut lire les annonces
room-audience-invited = Les personnes invitées
room-audience-invited-explain = Seules les personnes que vous invitez peuvent le lire.
room-audience-everybody = Tout le monde
room-audience-everybody-explain = Tous les agents de tous les ministères peuvent le trouver, y entrer et le lire. Il n’est pas chiffré.
room-restricted = Restreint : ce salon ne pourra jamais être ouvert aux personnes extérieures
room-theme = Thème

theme-none = Aucun thème
theme-all = Tous les thèmes
theme-of-administration = Administration
theme-of-budget = Budget et finances
theme-of-culture = Culture
theme-of-digital = Services numériques
theme-of-economy = Économie
theme-of-education = Éducation et recherche
theme-of-environment = Environnement et énergie
theme-of-health = Santé
theme-of-justice = Justice
theme-of-security = Sécurité
theme-of-work = Travail et personnel

directory-theme = Thème
directory-first = { $count ->
    [one] Le premier salon public
   *[other] Les { $count } premiers salons publics
}
directory-missing = Les salons de { $names } ne peuvent pas être affichés pour le moment. Réessayez plus tard.
directory-look = Aperçu
directory-look-label = Aperçu de { $name } avant d’y entrer
directory-organisation = Organisme
directory-size = Membres
directory-closed = Ses messages s’ouvrent quand vous y entrez, les anciens compris. Les autres voient que vous êtes entré ; vous pouvez le quitter à tout moment.
directory-readable = Ses messages peuvent être lus sans y entrer. Voici les derniers.
directory-readable-none = Ses messages peuvent être lus sans y entrer, mais aucun ne peut être affiché ici : personne de votre organisation n’y est encore.
directory-messages = Les derniers messages

details-all = Tous les membres
details-manage = Gérer le salon
details-pins = Messages épinglés ({ $count })
details-externals = { $count ->
    [one] { $count } personne extérieure à l’administration est ici et lit les messages.
   *[other] { $count } personnes extérieures à l’administration sont ici et lisent les messages.
}
details-may-come = Des personnes extérieures à l’administration peuvent être invitées ici.
details-announcement = Seules les personnes qui gèrent ce salon écrivent ici.
details-own-outside = Vous êtes ici en tant que personne extérieure à l’administration. Tous ceux qui sont dans le salon le voient.
composer-externals = Des personnes extérieures lisent ce que vous écrivez.
composer-announcement = Seules les personnes qui gèrent ce salon écrivent ici. Vous pouvez réagir à leurs messages.
composer-moved = Ce salon est fermé. La conversation continue dans un nouveau salon.
successor-line = Ce salon est passé à une version plus récente. La conversation continue dans un nouveau salon.
successor-open = Aller au nouveau salon

room-parts = Parties du salon
room-part-members = Membres
room-part-invite = Inviter
room-part-pins = Épinglés
room-part-about = À propos

members-search = Nom ou organisme
members-filter = Afficher
members-everybody = Tout le monde
members-managing = Qui gère le salon
members-external = Personnes extérieures
members-invited = Invités, pas encore entrés
members-banned = Exclus
members-shown = { $all ->
    [0] Personne.
    [one] { $count } personne sur { $all }
   *[other] { $count } personnes sur { $all }
}
member-actions = Actions pour { $name }
member-card = Voir la fiche
member-there = dans le salon
member-remove = Retirer du salon
member-remove-explain = { $name } quitte le salon et n’en reçoit plus les messages. Une nouvelle invitation reste possible.
member-removed = { $name } n’est plus dans le salon.
member-ban = Retirer et exclure
member-ban-explain = { $name } quitte le salon et ne peut pas revenir tant qu’une personne qui le gère ne lève pas l’exclusion.
member-banned = { $name } est exclu.
member-unban = Lever l’exclusion
member-unban-label = Lever l’exclusion de { $name }
member-unbanned = { $name } peut revenir, sur invitation ou, dans un salon public, en y entrant.
role-member = membre
role-moderator = modérateur
role-administrator = administrateur
role-make-member = Rendre membre
role-make-moderator = Rendre modérateur
role-make-administrator = Rendre administrateur
role-member-explain = { $name } participe comme tout le monde et ne gère plus le salon.
role-moderator-explain = { $name } peut inviter et retirer des personnes, supprimer et épingler des messages, changer le nom et le sujet.
role-administrator-explain = { $name } décide de tout dans ce salon, comme vous. Vous ne pourrez pas revenir vous-même sur cette décision.
role-change = Changer le rôle
role-made-member = { $name } est membre.
role-made-moderator = { $name } est modérateur.
role-made-administrator = { $name } est administrateur.

invite-way = Comment voulez-vous inviter ?
invite-way-search = Chercher un collègue ou un service
invite-way-list = Coller une liste
invite-way-external = Des personnes extérieures, par leur adresse
invite-not-open = Les personnes extérieures ne peuvent pas être invitées ici. Un administrateur peut leur ouvrir le salon sous « À propos ».
invite-never-open = Ce salon est restreint : les personnes extérieures ne pourront jamais y être invitées.
people-whole = Inviter tout le service
inviting-begins = Recherche des personnes…
inviting-done = { $failed ->
    [0] { $count ->
        [one] { $count } personne est invitée.
       *[other] { $count } personnes sont invitées.
    }
   *[other] { $count } invitées ; { $failed } n’ont pas pu l’être.
}
list-label = Adresses professionnelles ou noms, un par ligne
list-help = Un nom ne compte que s’il est complet et que personne d’autre ne le porte.
list-too-many = { $count ->
   *[other] Cela fait { $count } lignes. Collez-en { $most } au plus à la fois.
}
list-go = { $count ->
    [0] Inviter
    [one] Inviter { $count } personne
   *[other] Inviter { $count } personnes
}
list-progress = { $done } sur { $total } recherchées…
list-done = { $count ->
    [one] { $count } sur { $total } est invitée.
   *[other] { $count } sur { $total } sont invitées.
}
list-answers = Ce qu’il est advenu de chaque ligne
line-invited = invité
line-already_there = déjà là, ou déjà invité
line-own = c’est vous
line-not_yet = pas encore sur Depesha
line-unreachable = injoignable
line-not_found = personne trouvé : vérifiez l’orthographe
line-several = { $count ->
   *[other] { $count } personnes portent ce nom : utilisez l’adresse
}

external-explain = Les personnes extérieures ne voient que les messages de ce salon. Vous répondez d’elles : un rappel vous parvient avant la fin de leur accès, que vous prolongez ou laissez finir.
external-label = Leurs adresses de courriel, une par ligne
external-help = Les adresses des ministères ne sont pas acceptées : ces collègues sont dans l’annuaire.
external-until = Durée de leur accès
external-days-default = La durée habituelle
external-days-30 = 30 jours
external-days-90 = 90 jours
external-days-180 = Six mois
external-mailed = invité par courriel
external-invited = invité
external-already_there = déjà là, ou déjà invité
external-bad_email = pas une adresse de courriel
external-internal = travaille dans un ministère : cherchez dans l’annuaire
external-twice = deux fois dans cette liste
external-ended = accès terminé : prolongez-le d’abord
external-too_many = vous avez atteint le nombre d’invitations par jour
external-failed = échec : réessayez plus tard

about-kind = Sorte
about-label = Mention
about-restricted = restreint
about-save = Enregistrer
about-saved = Enregistré.
picture-heading = Image
picture-choose = Choisir une image…
picture-change = Choisir une autre image…
picture-remove = Retirer l’image
picture-explain = Le milieu de l’image est montré, en petit, à tous ceux qui voient le salon ; il n’est pas chiffré. Rien d’autre du fichier ne quitte cet ordinateur.
picture-checking = Vérification de l’image…
picture-set = C’est maintenant l’image du salon.
picture-removed = Le salon n’a plus d’image.
about-list = Enregistrer la liste des membres…
about-list-saved = La liste des membres est enregistrée.
about-earlier = Une personne invitée lit aussi ce qui a été écrit auparavant
about-earlier-text = Si vous décochez cette case, les nouveaux membres ne lisent que ce qui est écrit après leur arrivée. Ce qui est écrit entre-temps leur reste fermé, même si vous la cochez à nouveau.
about-open = Ouvrir aux personnes extérieures
about-open-title = Ouvrir ce salon aux personnes extérieures ?
about-open-text = Dès lors, des personnes extérieures à l’administration peuvent être invitées et voir ce qui a été écrit auparavant. C’est définitif : pour rester entre collègues, il faudra un nouveau salon.
about-opened = Des personnes extérieures peuvent maintenant être invitées.
about-upgrade = Passer à une version plus récente
about-upgrade-title = Passer ce salon à une version plus récente ?
about-upgrade-text = Les salons de version { $from } fonctionnent encore ; la version { $to } est plus sûre. Un nouveau salon du même nom est créé et celui-ci est fermé : ses messages y restent lisibles. Tous les membres sont invités dans le nouveau salon et y continuent d’un seul clic.
column-name = Nom
column-organisation = Organisme
column-account = Compte
column-role = Rôle
column-external = De l’extérieur
column-state = État

pins-count = { $count ->
    [0] Rien n’est épinglé. Épinglez un message par son menu « Plus ».
    [one] { $count } message épinglé
   *[other] { $count } messages épinglés
}
pin-unreadable = Un message qui ne peut pas être lu ici
pin-show = Afficher
pin-show-label = Afficher dans la conversation : { $text }
pin-looking = Recherche du message…
pin-gone = Ce message ne peut pas être affiché : il ne fait pas partie de ce que vous pouvez lire ici.
pin-remove = Désépingler
pin-remove-label = Désépingler : { $text }
action-pin = Épingler
action-report = Signaler aux modérateurs

report-title = Signaler ce message aux modérateurs
report-text = Les personnes qui gèrent ce salon reçoivent votre message dans une conversation à deux, avec les mots du message. Personne d’autre n’est averti.
report-why = Qu’est-ce qui ne va pas ? (facultatif)
report-message = Je souhaite attirer votre attention sur un message de { $sender } dans le salon « { $room } » ({ $at }) :
report-send = Signaler
report-done = { $names } verront votre message.
report-nobody = Personne d’autre ne gère ce salon. Adressez-vous à votre administrateur.

leave-last-title = Qui gère le salon après vous ?
leave-last-text = Vous êtes le dernier administrateur de ce salon. Choisissez qui l’administre désormais ; vous le quittez ensuite.
leave-last-nobody = Vous êtes le dernier administrateur, et aucun collègue présent ne peut prendre la suite. Si vous partez, plus personne ne gère le salon.
leave-last-successor = Administrateur désormais
leave-last-button = Transmettre et quitter

sponsored-title = Personnes extérieures
sponsored-text = Ces personnes participent parce que vous, ou un collègue avant vous, les avez invitées. Vous répondez d’elles.
sponsored-count = { $count ->
    [0] Vous n’avez invité personne de l’extérieur.
    [one] { $count } personne
   *[other] { $count } personnes
}
sponsored-time = En cas de prolongation, pour
sponsored-invited = Invitation sans compte pour l’instant ; jusqu’au { $date }
sponsored-active = Participe jusqu’au { $date }
sponsored-ended = Terminé le { $date }
sponsored-rooms = Dans { $names }
sponsored-renew = Prolonger
sponsored-renew-label = Prolonger l’accès de { $name }
sponsored-renew-title = Prolonger l’accès de { $name } ?
sponsored-renew-text = À partir d’aujourd’hui : { $time }. Vous continuez de répondre de cette personne.
sponsored-renew-done = L’accès de { $name } est prolongé.
sponsored-end = Terminer
sponsored-end-label = Terminer maintenant l’accès de { $name }
sponsored-end-title = Terminer maintenant l’accès de { $name } ?
sponsored-end-text = Cette personne quitte tous les salons et ne peut plus se connecter. Vous pourrez prolonger son accès plus tard ; il faudra alors de nouvelles invitations.
sponsored-end-done = L’accès de { $name } est terminé.

room-part-threads = Fils
details-threads = Fils
