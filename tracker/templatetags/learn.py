"""What articles are written with: numbers of publications, marks of doubt, links into the app."""

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.charts import Chart
from tracker.reports.learn import Article, library
from tracker.reports.learn_curve import absorption_curve

register = template.Library()


@register.simple_tag(takes_context=True)
def cite(context: template.Context, *keys: str) -> SafeString:
    """The numbers of publications, each a link to its line. Fails for a key that the article does not list."""
    article: Article = context["article"]
    numbers = sorted({number for key in keys for number in article.numbers_of(key)})
    links = format_html_join(
        ", ", '<a href="#source-{}" aria-label="{}">{}</a>', ((n, _("Source %d") % n, n) for n in numbers)
    )
    return format_html('<sup class="cite">{}</sup>', links)


@register.simple_tag
def unconfirmed() -> SafeString:
    """Beside what no publication that we may show says, or what nobody has compared with one."""
    return format_html('<span class="tag unsure">{}</span>', _("unconfirmed"))


@register.simple_tag(takes_context=True)
def finding_link(context: template.Context, code: str, words: str) -> SafeString:
    """The words of a finding. Somebody signed in is led to where their own stand; a visitor reads the words alone."""
    article: Article = context["article"]
    if code not in article.findings:
        raise ValueError(f"{article.slug} does not serve the finding {code}")
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return format_html("{}", words)
    return format_html('<a href="{}#findings">{}</a>', reverse("status"), words)


@register.simple_tag
def articles_about(finding: str) -> tuple[Article, ...]:
    """The articles that explain a finding, by its code."""
    return library().about(finding)


@register.simple_tag
def absorption_figure() -> Chart:
    """For `{% chart %}`: what is swallowed against what is probably absorbed, by our own model."""
    return absorption_curve()
