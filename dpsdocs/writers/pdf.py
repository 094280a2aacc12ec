"""HTML to PDF/A-2a + PDF/UA-1 with WeasyPrint, in this process; pdf_child does the same in limited children.

WeasyPrint needs native libraries, so it is imported only when used. Its style sheets and font maps are
kept between renders: they may be shared by renders of one process but never by threads.
"""

from __future__ import annotations

import atexit
import gc
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any
from xml.etree import ElementTree

from .pdf_finish import finish
from .theme import Theme

# a little of everything the documents have, so that what is made once is made before the children are forked
_WARM_UP = (
    '<!DOCTYPE html><html lang="nb-NO"><head><title>x</title></head><body class="final">'
    '<h1><span class="n">1 </span>x</h1><h2>x</h2><ul class="l"><li>x</li></ul>'
    '<p class="c"><strong>x</strong> <em>x</em> <a href="#a">x</a></p>'
    '<div class="t full" id="a"><table><caption>x</caption><thead><tr><th scope="col">x</th></tr></thead>'
    '<tbody><tr><th scope="row">x</th></tr></tbody></table></div>'
    '<div class="wide"><p class="c">x</p></div></body></html>'
)
_kept: dict[str, _Engine] = {}
atexit.register(_kept.clear)  # fonts must go before the interpreter takes their modules down


@dataclass(frozen=True, slots=True)
class _Engine:
    """The parsed style sheet with its fonts."""

    styles: Any
    fonts: Any
    fetcher: Any


def available() -> str | None:
    """None when PDF can be made, otherwise a sentence that names what is missing."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        missing = str(error).splitlines()[0]
        return f"PDF kan ikke lages på denne maskinen: WeasyPrint eller Pango mangler ({missing})."
    return None


@dataclass(frozen=True, slots=True)
class Laid:
    """A finished PDF and the page each anchor stands on; no bytes when only the pages were asked for."""

    data: bytes
    pages: dict[str, int]


def render_pdf(html: str, theme: Theme) -> bytes:
    """The finished PDF. Only the theme's own files can be fetched; the same input gives the same bytes."""
    return lay_out(html, theme).data


def lay_out(html: str, theme: Theme, *, write: bool = True, variant: str = "pdf/a-2a") -> Laid:
    """The PDF with its pages; without ``write`` only where things stand, in two thirds of the time."""
    engine = _engine(theme)
    collecting = gc.isenabled()
    gc.disable()  # collecting takes a sixth of the time and finds nothing to free before the end
    try:
        page = _page(html, engine.fetcher)
        laid = page.render(stylesheets=[engine.styles], font_config=engine.fonts, pdf_variant=variant)
        places: dict[str, int] = {}
        for number, sheet in enumerate(laid.pages, 1):
            for name in sheet.anchors:
                places.setdefault(name, number)
        data: bytes = (
            laid.write_pdf(pdf_variant=variant, finisher=partial(finish, part=variant[-2])) if write else b""
        )
    finally:
        if collecting:
            gc.enable()
    return Laid(data, places)


def _page(html: str, fetcher: Any) -> Any:
    """The page, read as XML where it is that too, as ours is: the engine's own HTML reader takes far longer."""
    import weasyprint

    try:
        root = ElementTree.fromstring(html)  # noqa: S314  our own page: no DTD, no entities
    except ElementTree.ParseError:
        return weasyprint.HTML(string=html, url_fetcher=fetcher, base_url="theme:page")
    return _tree_class()(root, fetcher)


@lru_cache(maxsize=1)
def _tree_class() -> Any:
    import weasyprint
    from cssselect2 import ElementWrapper

    class Tree(weasyprint.HTML):  # type: ignore[misc, unused-ignore]
        """A page that is read already."""

        def __init__(self, root: Any, fetcher: Any) -> None:
            self.base_url, self.url_fetcher, self.media_type = "theme:page", fetcher, "print"
            self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    return Tree


def warm(theme: Theme) -> bool:
    """Import, parse and render once for this theme, so that forked children need not; False when that is done."""
    if theme.digest in _kept:
        return False
    render_pdf(_WARM_UP, theme)
    return True


def preload(theme: Theme) -> None:
    """``warm`` in a process that lives long: what is loaded is frozen, so that children share its memory."""
    if warm(theme):
        gc.collect()
        gc.freeze()


def _engine(theme: Theme) -> _Engine:
    if theme.digest not in _kept:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration

        fetcher = closed_fetcher(theme)
        fonts = FontConfiguration()
        styles = weasyprint.CSS(
            string=theme.css, font_config=fonts, url_fetcher=fetcher, base_url="theme:print.css"
        )
        _kept.clear()  # one theme at a time is enough, and fonts are heavy
        _kept[theme.digest] = _Engine(styles, fonts, fetcher)
    return _kept[theme.digest]


def closed_fetcher(theme: Theme) -> Any:
    """A fetcher that knows the theme's fonts, watermark and logo by name and refuses everything else."""
    return _fetcher_class()(theme)


@lru_cache(maxsize=1)
def _fetcher_class() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class ClosedFetcher(URLFetcher):  # type: ignore[misc, unused-ignore]
        """Serves «theme:» names only."""

        def __init__(self, theme: Theme) -> None:
            super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
            fonts = {f"theme:{name}.ttf": getattr(theme.fonts, name) for name in theme.fonts.__slots__}
            self._fonts = fonts
            self._watermark, self._logo = theme.watermark, theme.logo

        def fetch(self, url: str, headers: object = None) -> Any:
            """The named file, or an error that stops the render."""
            if url == "theme:watermark.svg":
                return URLFetcherResponse(url, self._watermark, {"Content-Type": "image/svg+xml"})
            if url == "theme:logo.png" and self._logo:
                return URLFetcherResponse(url, self._logo.data, {"Content-Type": "image/png"})
            if url in self._fonts:
                data = self._fonts[url].read_bytes()
                return URLFetcherResponse(url, data, {"Content-Type": "font/ttf"})
            raise FatalURLFetchingError(f"Adressen {url!r} kan ikke hentes i en PDF.")

    return ClosedFetcher
