"""How forms render: once for the whole site."""

from django.forms.renderers import TemplatesSetting


class CobalogFormRenderer(TemplatesSetting):
    """Django's forms with our field template (label, help, error, `aria-describedby`)."""

    field_template_name = "forms/field.html"
    form_template_name = "forms/form.html"
