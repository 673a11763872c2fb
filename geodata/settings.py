"""The only reader of the environment: `HUITIAN_*` variables over an optional TOML file, checked once at start."""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path

from geodata import clock
from geodata.errors import SettingsError

PREFIX = "HUITIAN_"
TEST_PREFIX = "HUITIAN_TEST_"
CONFIG = "HUITIAN_CONFIG"
SERVICES = ("amap", "baidu", "tianditu")


def _doc(sentence: str) -> dict[str, str]:
    return {"doc": sentence}


@dataclass(frozen=True)
class Settings:
    """What the deployer decides. Each field is one `HUITIAN_*` variable; the sentence beside it is shown by `huitian doctor`."""

    home: Path = field(default=Path(".huitian"), metadata=_doc("数据目录：内置库、历史列存与瓦片所在的文件夹"))
    database_url: str = field(default="", metadata=_doc("数据库地址；空为数据目录下的 SQLite，生产用 postgresql+psycopg://…"))
    pack: str = field(default="huitian", metadata=_doc("城市包：内置名称，或一个文件夹的路径"))
    secret: str = field(default="", metadata=_doc("密钥（至少 32 字符）：来电人散列加盐、会话签名；正式库必填"))
    now: datetime | None = field(default=None, metadata=_doc("固定时钟（ISO 时间），只用于演示库与测试"))
    rate_limits: str = field(default="on", metadata=_doc("限速：on 或 off；off 只用于回环地址上的演示库"))
    service: str = field(default="", metadata=_doc("外部地理编码服务：amap、baidu、tianditu 之一；空为关闭"))
    service_key: str = field(default="", metadata=_doc("外部地理编码服务的密钥"))
    service_per_second: float = field(default=3.0, metadata=_doc("外部地理编码服务每秒请求数，0.1–50"))
    classify_model: str = field(default="", metadata=_doc("诉求分类模型文件；空为数据目录下的 classify.joblib（有则用）"))
    public_url: str = field(default="", metadata=_doc("浏览器看到的地址（https://…），登录跳转与分享链接用；https 时 Cookie 只走加密连接"))
    trusted_proxy: str = field(default="", metadata=_doc("反向代理的地址；只有从它来的请求才认转发头与可信头登录"))
    trusted_header: str = field(default="", metadata=_doc("反向代理写入登录名的请求头；空为关闭"))
    oidc_issuer: str = field(default="", metadata=_doc("统一身份认证（OIDC）的签发地址；空为关闭"))
    oidc_client_id: str = field(default="", metadata=_doc("OIDC 客户端标识"))
    oidc_client_secret: str = field(default="", metadata=_doc("OIDC 客户端密钥"))
    oidc_claim: str = field(default="sub", metadata=_doc("以令牌中的哪一项作登录名；须是本人改不了的一项，如 sub 或工号"))
    session_idle_minutes: int = field(default=30, metadata=_doc("登录后多少分钟没有操作即失效，5–480；大屏设备不受此限"))
    session_hours: int = field(default=12, metadata=_doc("一次登录最长多少小时，1–168"))
    second_factor: str = field(default="admins", metadata=_doc("必须用动态口令的人：admins（三员）、all（全部）或 off（自愿）"))
    metrics_token: str = field(default="", metadata=_doc("读取 /metrics 的令牌（至少 16 字符）；空则只对本机演示库开放"))

    @property
    def store_url(self) -> str:
        """SQLAlchemy address of the store: the given one, else SQLite under the home."""
        return self.database_url or f"sqlite:///{self.home / 'store.sqlite'}"

    @property
    def is_embedded(self) -> bool:
        """Whether the store is SQLite."""
        return self.store_url.startswith("sqlite")

    @property
    def audit_head_file(self) -> Path:
        """Where the newest hash of the audit trail is kept, apart from the store."""
        return self.home / "audit.head"

    @property
    def history_dir(self) -> Path:
        """Folder of the Parquet history and its manifest."""
        return self.home / "history"

    @property
    def tiles_dir(self) -> Path:
        """Folder of the hexagon tiles."""
        return self.home / "tiles"

    @property
    def model_file(self) -> Path:
        """Where the category model is looked for."""
        return Path(self.classify_model) if self.classify_model else self.home / "classify.joblib"

    @property
    def clock(self) -> clock.Clock:
        """The clock these settings ask for."""
        return clock.Clock(self.now)


def load(env: Mapping[str, str] | None = None, *, home: str | Path | None = None) -> Settings:
    """Settings from the environment over the TOML file named by HUITIAN_CONFIG; `home` (the `--home` option) wins over both.

    Raises SettingsError for an unknown name, a value that does not parse or one out of bounds.
    """
    env = os.environ if env is None else env
    given = {k: v for k, v in env.items() if k.startswith(PREFIX) and not k.startswith(TEST_PREFIX) and k != CONFIG}
    values = {**_from_file(env.get(CONFIG, "")), **given}
    known = {PREFIX + f.name.upper(): f.name for f in fields(Settings)}
    if unknown := sorted(set(values) - set(known)):
        raise SettingsError(f"读取设置：不认识 {'、'.join(unknown)}；可用的是 {'、'.join(known)}")
    parsed = {known[k]: _parse(k, str(v)) for k, v in values.items() if str(v) != ""}
    settings = replace(Settings(), **parsed)  # type: ignore[arg-type]
    return _checked(replace(settings, home=Path(home)) if home else settings)


def documented() -> list[tuple[str, str, str]]:
    """(variable, default, sentence) of every setting, for `huitian doctor` and the README."""
    return [(PREFIX + f.name.upper(), str(f.default if f.default is not None else ""), f.metadata["doc"]) for f in fields(Settings)]


def _from_file(path: str) -> dict[str, object]:
    if not path:
        return {}
    try:
        table = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"读取设置文件 {path}：打不开或不是 TOML（{error}）") from error
    return {PREFIX + k.upper(): v for k, v in table.items()}


def _parse(name: str, text: str) -> object:
    kinds: dict[str, Callable[[str], object]] = {
        PREFIX + "HOME": Path, PREFIX + "NOW": clock.parse, PREFIX + "SERVICE_PER_SECOND": float,
        PREFIX + "SESSION_IDLE_MINUTES": int, PREFIX + "SESSION_HOURS": int,
    }  # fmt: skip
    try:
        return kinds.get(name, str)(text)
    except ValueError as error:
        raise SettingsError(f"读取设置 {name}：值「{text}」不合格式（{error}）") from error


def _is_address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def _checked(s: Settings) -> Settings:
    rules = (
        (s.rate_limits in ("on", "off"), "HUITIAN_RATE_LIMITS 只能是 on 或 off"),
        (s.service in ("", *SERVICES), f"HUITIAN_SERVICE 只能为空或 {'、'.join(SERVICES)}"),
        (not s.service or s.service_key, "开启 HUITIAN_SERVICE 须同时给出 HUITIAN_SERVICE_KEY"),
        (0.1 <= s.service_per_second <= 50, "HUITIAN_SERVICE_PER_SECOND 须在 0.1 至 50 之间"),
        (not s.secret or len(s.secret) >= 32, "HUITIAN_SECRET 至少 32 个字符"),
        (s.second_factor in ("admins", "all", "off"), "HUITIAN_SECOND_FACTOR 只能是 admins、all 或 off"),
        (5 <= s.session_idle_minutes <= 480, "HUITIAN_SESSION_IDLE_MINUTES 须在 5 至 480 之间"),
        (1 <= s.session_hours <= 168, "HUITIAN_SESSION_HOURS 须在 1 至 168 之间"),
        (not s.metrics_token or len(s.metrics_token) >= 16, "HUITIAN_METRICS_TOKEN 至少 16 个字符"),
        (not s.trusted_proxy or _is_address(s.trusted_proxy), "HUITIAN_TRUSTED_PROXY 须是 IP 地址，不能是主机名"),
        (not s.trusted_header or s.trusted_proxy, "开启 HUITIAN_TRUSTED_HEADER 须同时给出 HUITIAN_TRUSTED_PROXY，否则任何人都能自报姓名"),
        (not s.oidc_issuer or (s.oidc_client_id and s.oidc_client_secret and s.public_url),
         "开启 HUITIAN_OIDC_ISSUER 须同时给出 HUITIAN_OIDC_CLIENT_ID、HUITIAN_OIDC_CLIENT_SECRET 与 HUITIAN_PUBLIC_URL"),
        (not s.public_url or s.public_url.startswith(("http://", "https://")), "HUITIAN_PUBLIC_URL 须以 http:// 或 https:// 开头"),
    )
    if wrong := [text for holds, text in rules if not holds]:
        raise SettingsError("读取设置：" + "；".join(wrong))
    return s
