# Les comptes dans la console des administrateurs, en français.

nav-invitations = Invitations
acts = Actions
homeserver = Serveur
pager-first = Première page
confirm-happens = Ce qui se passe
confirm-back = Revenir

people-counted = { $n ->
    [one] { $value } personne
   *[other] { $value } personnes
}
people-many = Plus de { $value } personnes
people-select = Choisir
people-export = Enregistrer cette liste en CSV
people-offboard = Faire partir les personnes choisies…
people-offboard-hint = Rien ne se passe encore : la page suivante demande confirmation.

invite-several = Inviter plusieurs personnes
invite-one = Inviter une personne
invite-outside = Vous ne gérez pas cette organisation.
invite-account = La personne qui a cette adresse a déjà un compte.
invite-leaving = Le compte de cette adresse est en cours de départ. Annulez le départ ou attendez sa fin.
invite-list-title = Inviter plusieurs personnes
invite-list-explained = Pour les personnes absentes du registre RH. { $n } lignes au plus, chacune reçoit sa réponse. L’organisation découle de l’adresse, sauf si la ligne en nomme une.
invite-list-text = Une personne par ligne
invite-list-hint = Une adresse, puis prénom, nom et organisation, séparés par des virgules ou des points-virgules : anna.koval@interior.example; Anna; Koval. « Anna Koval <anna.koval@interior.example> » convient aussi. Un dernier jour du compte peut suivre : 2027-12-31. La première ligne peut nommer les colonnes : courriel; prénom; nom; organisation; dernier jour.
invite-list-file = Ou un fichier CSV
invite-list-file-hint = Codé en UTF-8. Si vous choisissez un fichier, le texte ci-dessus n’est pas utilisé.
invite-list-submit = Envoyer les invitations
invite-list-empty = Rien à faire : écrivez au moins une adresse ou choisissez un fichier.
invite-list-long = La liste a plus de { $n } lignes. Personne n’a été invité : divisez-la et envoyez-la en plusieurs fois.
invite-list-encoding = Le fichier n’est pas du texte en UTF-8. Personne n’a été invité : enregistrez-le en « CSV UTF-8 », puis choisissez-le à nouveau.
invite-list-summary = { $n ->
    [0] Personne n’a été invité ({ $value } lignes)
    [one] { $n } personne sur { $value } a été invitée
   *[other] { $n } personnes sur { $value } ont été invitées
}
invite-list-left = { $n ->
    [one] Une ligne est à corriger. Elle se trouve ci-dessous : corrigez-la, puis renvoyez-la.
   *[other] { $value } lignes sont à corriger. Elles se trouvent ci-dessous : corrigez-les, puis renvoyez-les.
}
invite-list-line = Ligne
invite-list-outcome = Résultat
invite-list-because = Ce que cela veut dire
invite-outcome-invited = Invitée
invite-outcome-known = Connue des RH
invite-outcome-already = Déjà invitée
invite-outcome-account = A un compte
invite-outcome-twice = Deux fois dans la liste
invite-outcome-bad-address = Pas une adresse
invite-outcome-foreign-domain = Domaine étranger
invite-outcome-wrong-domain = Autre organisation
invite-outcome-unknown-organisation = Organisation inconnue
invite-outcome-which-organisation = Quelle organisation ?
invite-outcome-outside = Pas la vôtre
invite-outcome-bad-name = Nom manquant
invite-outcome-leaving = En départ
invite-outcome-failed = Non fait
invite-because-invited = L’invitation est en route par courriel.
invite-because-known = Le registre RH connaît cette adresse. La personne peut s’inscrire sans invitation.
invite-because-already = Une invitation est ouverte. Vous pouvez la renvoyer depuis la liste des invitations.
invite-because-account = La personne qui a cette adresse s’est déjà inscrite.
invite-because-twice = Cette adresse se trouve déjà plus haut dans la liste.
invite-because-bad-address = Écrivez-la comme nom@organisation.example.
invite-because-foreign-domain = Aucune organisation d’ici n’utilise ce domaine. Vérifiez la partie après le @.
invite-because-wrong-domain = L’organisation nommée n’utilise pas ce domaine.
invite-because-unknown-organisation = Aucune organisation ne porte ce nom. Écrivez-le comme dans la liste des personnes ou retirez-le.
invite-because-which-organisation = Plusieurs organisations utilisent ce domaine. Ajoutez l’organisation à la ligne.
invite-because-outside = Vous ne gérez pas cette organisation. Adressez-vous à l’un de ses administrateurs.
invite-because-bad-name = Ajoutez un prénom et un nom, de 100 caractères au plus.
invite-because-leaving = Le compte de cette adresse est en cours de départ. Annulez le départ ou attendez sa fin.
invite-because-failed = Une erreur s’est produite de notre côté. Renvoyez la ligne.

invitations-title = Invitations
invitations-explained = Les personnes que des administrateurs ont invitées parce que les RH ne les connaissent pas, les plus récentes d’abord.
invitations-search = Nom ou adresse
invitations-none = Personne n’a encore été invité
invitations-none-hint = Invitez les personnes qui travaillent avec l’administration sans figurer au registre RH.
invitations-none-found = Aucune invitation ne correspond
invitation-by = Invitée par
invitation-sent = Envoyée (UTC)
invitation-ends = Prend fin (UTC)
invitation-open = Ouverte
invitation-used = Utilisée
invitation-expired = Échue
invitation-revoked = Révoquée
invitation-resend = Renvoyer
invitation-revoke = Révoquer…
done-resent = L’invitation est de nouveau en route et son délai recommence.
done-revoked = L’invitation est révoquée.
done-invitation-late = Rien n’a changé : la personne s’est inscrite, les RH la connaissent désormais, ou l’invitation était déjà révoquée.
revoke-title = Révoquer cette invitation
revoke-code = La personne ne peut plus s’inscrire. Un code déjà envoyé cesse de fonctionner.
revoke-again = Elle n’en est pas avertie.
revoke-undo = Vous pourrez renvoyer l’invitation plus tard.
revoke-confirm = Révoquer l’invitation

suspend-title = Suspendre ce compte
suspend-signed-out = La personne est aussitôt déconnectée partout et ne peut plus se connecter.
suspend-kept = Rien n’est supprimé : salons, messages et nom du compte restent.
suspend-found = Ses collègues la trouvent encore, mais personne ne lit ce qu’on lui envoie.
suspend-undo = Vous pouvez rétablir le compte à tout moment.
offboard-title = Faire partir cette personne
offboard-undo = Impossible de revenir en arrière une fois que le compte a commencé à quitter ses salons. Jusque-là, le départ peut être annulé.
offboard-many-title = Faire partir plusieurs personnes
offboard-many-people = { $n ->
    [one] { $value } personne va partir
   *[other] { $value } personnes vont partir
}
offboard-many-happens = Ce qui arrive à chacune
offboard-many-without = Rien à clore
offboard-many-second = Au-delà de { $n } à la fois, il faut un second administrateur. Rien ne se passe avant son accord.
offboard-many-propose = Le proposer à un second administrateur
offboard-many-confirm = { $n ->
    [one] Faire partir cette personne
   *[other] Faire partir ces { $value } personnes
}
offboard-many-list = Chercher des personnes
offboard-many-hint = Une par ligne : adresse professionnelle, compte ou clé de personne. Rien ne se passe encore.
offboard-many-look-up = Les chercher
offboard-many-empty = Personne n’est choisi. Cochez des personnes dans la liste ou nommez-les ici.
offboard-many-long = { $n } personnes au plus à la fois. Divisez la liste.
offboard-many-unknown = Aucune de vos personnes ne correspond à ces lignes. Les autres se trouvent ci-dessus.
offboarding-done-many = Les départs ont commencé. Ouvrez-en un pour voir où il en est.

devices-heading = Sessions et appareils
devices-sessions = Connectée sur
devices-count = { $n ->
    [0] aucun appareil
    [one] { $value } appareil
   *[other] { $value } appareils
}
homeserver-says = Le serveur indique
homeserver-open = En service
homeserver-locked = Verrouillé
homeserver-missing = Pas encore créé
homeserver-silent = Il ne répond pas pour le moment. Rechargez cette page dans une minute.
homeserver-differs = Le compte n’est pas sur le serveur tel qu’il devrait être.
put-right = Remettre le serveur d’accord
device-name = Appareil
device-nameless = Sans nom
device-id = Clé de l’appareil
device-seen = Vu en dernier (UTC)
device-never = Jamais
device-remove = Déconnecter…
remove-device-title = Déconnecter cet appareil
remove-device-out = La session sur cet appareil prend fin aussitôt.
remove-device-store = L’application y efface ce qu’elle a conservé dès sa prochaine connexion.
remove-device-others = Les autres appareils de la personne restent connectés.
remove-device-undo = La personne peut s’y reconnecter, sauf si vous suspendez le compte.
remove-device-confirm = Déconnecter l’appareil
end-sessions = Mettre fin à toutes les sessions…
end-sessions-title = Mettre fin à toutes les sessions
end-sessions-everywhere = La personne est aussitôt déconnectée sur tous ses appareils.
end-sessions-again = Elle peut se reconnecter avec son mot de passe.
end-sessions-keys = Pour lire les anciens messages, il lui faut ensuite sa clé de récupération.
end-sessions-undo = Qui a aussi perdu sa clé de récupération ne pourra plus lire d’ancien message. Suspendez le compte si quelqu’un d’autre connaît le mot de passe.
end-sessions-confirm = Mettre fin à toutes les sessions
reset-recovery = Réinitialiser la récupération…
reset-recovery-title = Réinitialiser la récupération
reset-recovery-sessions = La personne est aussitôt déconnectée sur tous ses appareils.
reset-recovery-anew = À sa prochaine connexion, elle reçoit une nouvelle identité et crée une nouvelle clé de récupération.
reset-recovery-hours = { $n ->
    [one] Elle a { $n } heure pour le faire.
   *[other] Elle a { $n } heures pour le faire.
}
reset-recovery-shown = Ses collègues voient que son identité a changé et qu’il faut la comparer de nouveau.
reset-recovery-rooms = Salons, contacts et compte restent tels quels.
reset-recovery-undo = Impossible de revenir en arrière. Les anciens messages chiffrés resteront illisibles pour cette personne, à jamais : personne ici n’a ses clés. À faire seulement quand tous les appareils et la clé de récupération sont perdus.
reset-recovery-confirm = Réinitialiser la récupération
recovery-waits = La récupération a été réinitialisée. La personne peut repartir à neuf en se connectant jusqu’au
send-code = Envoyer un code pour un nouveau mot de passe
send-code-explained = Mot de passe oublié : la personne reçoit un code par courriel et s’en sert pour choisir un nouveau mot de passe. L’ancien fonctionne jusque-là.
send-invitation = Envoyer une invitation à s’inscrire
send-invitation-explained = La personne ne s’est pas encore inscrite. Le courriel lui dit comment faire.
done-sessions-ended = Toutes les sessions ont pris fin.
done-sessions-pending = Le serveur ne répond pas pour le moment. Les sessions prendront fin dès qu’il répondra.
done-device-removed = L’appareil est déconnecté.
done-device-gone = Rien n’a changé : le compte n’a plus cet appareil.
done-unreachable = Rien n’a changé : le serveur ne répond pas pour le moment. Réessayez dans une minute.
done-recovery-reset = La récupération est réinitialisée et la personne est déconnectée. Dites-lui de se reconnecter.
done-recovery-pending = La récupération est réinitialisée. Les sessions prendront fin dès que le serveur répondra.
done-code-sent = Le code est en route par courriel.
done-put-right = Le compte est sur le serveur tel qu’il doit être.

action-invitation-list = A parcouru les invitations
action-invitation-renew = A réinvité une personne
action-invitation-resend = A renvoyé une invitation
action-invitation-revoke = A révoqué une invitation
action-invitation-expire = Invitation échue
action-account-end-sessions = A mis fin à toutes les sessions
action-account-remove-device = A déconnecté un appareil
action-account-reset-recovery = A réinitialisé la récupération
action-account-send-code = A envoyé un code de mot de passe
action-account-put-right = A remis le serveur d’accord
action-people-export = Liste de personnes enregistrée
action-people-export-end = Liste de personnes livrée
act-offboard-many = Faire partir plusieurs personnes
approval-outcome-offboarded = Les départs ont commencé.
approval-outcome-offboarded-some = Les départs ont commencé, mais pas pour toutes : certaines n’avaient plus de compte.

plan-means-out = déconnectées partout dès que le plan est exécuté. Qui est parti quitte ses salons, qui est suspendu garde son compte.
plan-means-moved = passent à une autre organisation. Elles gardent leur compte tant que le nouveau ne sert pas.
plan-means-missing = absentes du registre cette fois-ci. Rien ne leur arrive encore : les RH ont pu se tromper.
plan-means-others = personne n’est déconnecté. Les nouvelles personnes peuvent s’inscrire, noms et postes suivent le registre.
plan-brakes-explained = Dans les mots du programme qui lit le registre :
invite-until = Dernier jour du compte
invite-until-hint = Laissez vide pour { $n } jours à partir d’aujourd’hui, la durée la plus longue possible. Le compte peut être renouvelé avant sa fin.
invite-bad-end = Choisissez un jour qui n’est pas passé, et pas plus tard que le formulaire ne le permet.
invitation-account = Compte jusqu’au
done-invitation-over = Rien n’a été envoyé : le dernier jour du compte est passé. Révoquez l’invitation, puis invitez de nouveau la personne avec un autre jour.
invite-outcome-bad-end = Dernier jour
invite-because-bad-end = Écrivez le dernier jour 2027-12-31 ou 31/12/2027, le jour avant le mois. Il ne doit pas être passé, ni plus tard que le formulaire ci-dessous ne le permet.
