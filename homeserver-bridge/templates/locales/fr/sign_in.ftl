## Pourquoi une personne ne peut pas se connecter, et que faire.

sign-in-no-such-provider = Depesha ne connaît pas ce service de connexion. Fermez cette page, revenez à Depesha et recommencez à partir de votre adresse professionnelle.
sign-in-no-passwords = Votre organisation n’utilise pas de mot de passe pour Depesha. Saisissez votre adresse professionnelle et choisissez le bouton du service de connexion de votre organisation.
sign-in-requirement = Votre service de connexion n’indique pas que vous pouvez utiliser Depesha, ou vous vous êtes connecté par un moyen trop faible. Connectez-vous avec votre carte ou votre second facteur si vous en avez un ; sinon, adressez-vous à votre administrateur.
sign-in-not-verified = Votre service de connexion n’a pas vérifié votre adresse électronique. Demandez à votre assistance informatique de la faire vérifier, puis réessayez.
sign-in-no-claim = Votre service de connexion n’a pas indiqué votre adresse professionnelle à Depesha. Demandez à votre administrateur de vérifier ses réglages.
sign-in-other-domain = Votre service de connexion a donné une adresse qui n’est pas de votre organisation. Connectez-vous-y avec votre compte professionnel.
sign-in-unknown = Le registre du personnel ne vous connaît pas dans cette organisation. Si vous y travaillez, demandez à votre service des ressources humaines de corriger votre fiche.
sign-in-other-person = Votre identifiant appartient à une personne et votre adresse à une autre. Adressez-vous à votre administrateur, qui peut y remédier.
sign-in-other-login = Vous avez utilisé Depesha avec un autre identifiant de ce service de connexion. Reprenez celui-là, ou demandez à votre administrateur d’admettre le nouveau.
sign-in-other-homeserver = Votre compte est dans une autre organisation. Revenez à Depesha et saisissez l’adresse professionnelle que vous y avez.
sign-in-suspended = Votre compte est suspendu. Rien n’est perdu ; adressez-vous à votre administrateur.
sign-in-suspended-by-register = Votre compte est suspendu pour le moment, car le registre du personnel l’indique. Rien n’est perdu. Si c’est une erreur, adressez-vous à votre service des ressources humaines.
sign-in-expired = Ce compte a pris fin. Demandez au collègue qui répond de vous, ou à un administrateur, de le prolonger.
sign-in-leaving = Votre compte est en cours de fermeture, car le registre du personnel indique que vous êtes parti. Si c’est une erreur, adressez-vous à votre service des ressources humaines.
sign-in-closed = Votre compte a été fermé. Si vous travaillez de nouveau ici, demandez à votre administrateur de vous admettre.
sign-in-not-in-use = Ce compte n’est pas en service. Si vous travaillez ici, adressez-vous à votre administrateur.

## La page d’une personne pour les administrateurs.

logins-forget = Accepter un autre identifiant du service de connexion
logins-forget-explained = Cette personne s’est connectée avec un identifiant du service ci-dessous. Si ce service lui en a donné un autre, oubliez l’ancien : la prochaine connexion avec son adresse professionnelle ou sa clé RH sera tenue pour la sienne. Ses sessions et ses messages restent comme ils sont.
logins-forget-confirm = Oublier l’identifiant
done-logins-forgotten = L’identifiant est oublié. La prochaine connexion de la personne en liera un nouveau.
