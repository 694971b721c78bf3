"""Tests of the pages that people see in the browser: each renders, in all three languages, and lets nothing through."""

import unittest
from pathlib import Path
from types import SimpleNamespace

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

FOLDER = Path(__file__).with_name("templates")
EVIL = "<script>alert(1)</script>"


class TemplateTest(unittest.TestCase):
    def render(self, name: str, **values: object) -> str:
        loader = FileSystemLoader(FOLDER)
        pages = Environment(loader=loader, autoescape=select_autoescape(), undefined=StrictUndefined)
        page = pages.get_template(name).render(**values)
        for language in ('lang="en"', 'lang="fr"', 'lang="uk"'):
            self.assertIn(language, page, name)
        self.assertNotIn("http://", page.replace("http://127.0.0.1", ""))
        self.assertNotIn("https://", page)
        return page

    def test_errors(self) -> None:
        page = self.render("sso_error.html", error="mapping_error", error_description=f"One.\nDeux.\n{EVIL}")
        self.assertIn("<p>One.</p>", page)
        self.assertIn("<p>Deux.</p>", page)
        self.assertNotIn(EVIL, page)
        seen = set()
        for error in ("mapping_error", "unauthorised", "access_denied", "missing_session", EVIL):
            page = self.render("sso_error.html", error=error, error_description=None)
            self.assertNotIn(EVIL, page)
            seen.add(page)
        self.assertEqual(len(seen), 5)

    def test_the_others(self) -> None:
        profile = SimpleNamespace(display_name=f"Anna {EVIL}", avatar_url=None)
        confirm = self.render(
            "sso_redirect_confirm.html",
            redirect_url="http://127.0.0.1:1/x?loginToken=t",
            display_url="http://127.0.0.1:1/x",
            user_profile=profile,
            user_id="@anna:one",
        )
        self.assertNotIn(EVIL, confirm)
        self.assertEqual(confirm.count("loginToken=t"), 3)
        self.render("sso_auth_confirm.html", redirect_url="http://127.0.0.1:1/y", idp=SimpleNamespace(idp_name=EVIL))
        self.render("sso_auth_bad_user.html", user_id_to_verify="@anna:one")
        self.render("sso_auth_success.html")
        self.render("sso_account_deactivated.html")


if __name__ == "__main__":
    unittest.main()
