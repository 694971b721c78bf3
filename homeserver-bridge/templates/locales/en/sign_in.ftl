## Why somebody may not sign in, and what to do.

sign-in-no-such-provider = This sign-in service is not one that Depesha knows. Close this page, go back to Depesha and start from your work address.
sign-in-no-passwords = Your organisation does not use passwords for Depesha. Enter your work address and choose the button of your organisation's sign-in service.
sign-in-requirement = Your sign-in service does not say that you may use Depesha, or you signed in with too weak a means. Sign in with your card or second factor if you have one; otherwise ask your administrator.
sign-in-not-verified = Your sign-in service has not verified your email address. Ask your IT support to have it verified, then try again.
sign-in-no-claim = Your sign-in service did not tell Depesha your work address. Ask your administrator to check its settings.
sign-in-other-domain = Your sign-in service gave an address that is not one of your organisation's. Sign in there with your work account.
sign-in-unknown = The staff register does not list you at this organisation. If you work here, ask your HR department to correct your entry.
sign-in-other-person = Your login belongs to one person and your address to another. Ask your administrator: they can put it right.
sign-in-other-login = You have used Depesha with another login of this sign-in service. Sign in with that one, or ask your administrator to let the new one in.
sign-in-other-homeserver = Your account is with another organisation. Go back to Depesha and enter the work address that you have there.
sign-in-suspended = Your account is suspended. Nothing is lost; ask your administrator.
sign-in-suspended-by-register = Your account is suspended for now, because the staff register says so. Nothing is lost. If that is wrong, ask your HR department.
sign-in-expired = This account has ended. Ask the colleague who answers for you, or an administrator, to renew it.
sign-in-leaving = Your account is being closed, because the staff register says that you have left. If that is wrong, ask your HR department.
sign-in-closed = Your account was closed. If you work here again, ask your administrator to let you in.
sign-in-not-in-use = This account is not in use. If you work here, ask your administrator.

## The administrators' page of a person.

logins-forget = Accept another login of the identity provider
logins-forget-explained = This person has signed in with a login of the service below. If the service has given them another one, forget the old login: the next sign-in with their work address or HR key is then taken for theirs. Their sessions and messages stay as they are.
logins-forget-confirm = Forget the login
done-logins-forgotten = The login is forgotten. The person's next sign-in binds a new one.
