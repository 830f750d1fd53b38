"""Pages for visitors: registration, claiming a profile, signing in."""

from typing import TypeVar

from tests.browser.pages.screen import Screen

AnyScreen = TypeVar("AnyScreen", bound=Screen)
OWN_PASSWORD = "water-and-light-9"  # as newcomers choose it


class SignIn(Screen):
    heading = "^登录$"

    def enter(self, phone: str, to: type[AnyScreen], *, password: str = OWN_PASSWORD) -> AnyScreen:
        """Sign in and return the first page of the account's role."""
        self.fill(手机号=phone, 密码=password)
        self.press("登录")
        return to(self.window)


class Registration(Screen):
    heading = "^退役军人登记$"

    def register(self, name: str, phone: str) -> SignIn:
        """Register as a veteran."""
        self.fill(姓名=name, 手机号=phone, 设一个密码=OWN_PASSWORD)
        self.tick("我同意")
        self.press("登记")
        return SignIn(self.window)


class Claim(Screen):
    heading = "^认领我的资料$"

    def claim(self, name: str, phone: str, code: str) -> SignIn:
        """Claim a profile registered by a station."""
        self.fill(姓名=name, 手机号=phone, 认领码=code, 设一个密码=OWN_PASSWORD)
        self.tick("我同意")
        self.press("认领")
        return SignIn(self.window)


class EmployerRegistered(Screen):
    heading = "^登记已收到$"

    def sign_in(self) -> SignIn:
        """Continue to signing in."""
        self.follow("去登录")
        return SignIn(self.window)


class EmployerRegistration(Screen):
    heading = "^用人单位登记$"

    def register(self, name: str, code: str, phone: str) -> EmployerRegistered:
        """Register as an employer, with every required field."""
        self.fill(单位名称=name, 统一社会信用代码=code)
        self.field("所属行业").select_option(index=7)
        self.fill(
            单位简介="本县货运企业，主要给面粉厂送货，有车二十台。",
            所在地="榴城镇",
            详细地址="榴城镇禹王路 9 号",
            联系人姓名="孙经理",
            联系人手机号=phone,
            设一个登录密码=OWN_PASSWORD,
            再填一遍密码=OWN_PASSWORD,
        )
        self.press("提交登记")
        return EmployerRegistered(self.window)


class Home(Screen):
    heading = "^退役军人找工作$"

    def register(self) -> Registration:
        """Open the registration of veterans."""
        self.follow("第一次来，登记")
        return Registration(self.window)

    def register_employer(self) -> EmployerRegistration:
        """Open the registration of employers."""
        self.follow("单位登记")
        return EmployerRegistration(self.window)
