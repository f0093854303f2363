"""A Django form made of a pack's own questions. Each mistake stands at its field; what is still open is asked next.

pip install hipexpert django
python django_form.py runserver
"""

import secrets
import sys

from django import forms
from django.conf import settings
from django.core.management import execute_from_command_line
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template import engines
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

import hipexpert

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"],
    ROOT_URLCONF=__name__,
    SECRET_KEY=secrets.token_urlsafe(),
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
)
engine = hipexpert.Engine()
FIRST = ("age_years", "pain_site", "weight_bearing", "limp", "trauma_recent")
NEXT = 6  # questions that are added at a time
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{{ title }}</title><h1>{{ title }}</h1>
{% if result %}<section role="status"><h2>{{ result.urgency.title }}</h2><p>{{ result.urgency.action }}</p>
{% for each in result.contradictions %}<p>These answers cannot all be right: {{ each.because }}</p>{% endfor %}
{% if result.left_to_answer %}<p>{{ result.left_to_answer|length }} questions are open; the next ones stand below.</p>{% endif %}</section>
{% endif %}<form method="post">{% csrf_token %}{{ form.as_div }}<button>Assess</button></form><p>{{ disclaimer }}</p></html>"""


def field(finding: hipexpert.Finding) -> forms.Field:
    """The field of one question. Nothing is required, and nothing is chosen beforehand: what is left open is unknown, not no."""
    unknown, made = ("", "I do not know"), forms.Field(required=False)
    match finding:
        case hipexpert.YesNo():
            made = forms.ChoiceField(choices=[unknown, ("yes", "yes"), ("no", "no")], required=False)
        case hipexpert.Choice():
            made = forms.ChoiceField(choices=[unknown, *((each.id, each.label) for each in finding.values)], required=False)
        case hipexpert.Choices():  # what is ticked is so; what is not ticked is unknown
            ticks = [(each.id, each.label) for each in finding.values]
            made = forms.MultipleChoiceField(choices=ticks, widget=forms.CheckboxSelectMultiple, required=False)
        case hipexpert.Number():  # the pack says which numbers it takes
            made = forms.CharField(max_length=20, required=False)
    made.label, made.help_text = finding.question, finding.help
    return made


class HipForm(forms.Form):
    """The first questions, those that were answered, and a few of those that are still open."""

    def __init__(self, posted: QueryDict | None = None, more: tuple[str, ...] = ()) -> None:
        super().__init__(posted)
        self.result: hipexpert.AssessmentResult | None = None
        for name in dict.fromkeys((*FIRST, *(posted or ()), *more)):
            if name in engine.pack.findings:
                self.fields[name] = field(engine.pack.findings[name])

    def clean(self) -> None:
        """Assess, or put each mistake at its field."""
        if self.errors:
            return
        try:
            self.result = engine.assess({name: answer for name, answer in self.cleaned_data.items() if answer})
        except hipexpert.IntakeError as error:
            for problem in error.problems:
                self.add_error(problem.finding or None, f"{problem.message}: {problem.help}")


@never_cache
@sensitive_post_parameters()  # no answer in a report of an error
def page(request: HttpRequest) -> HttpResponse:
    """The form, and above it what follows from the answers so far. Nothing is kept."""
    form = HipForm(request.POST if request.method == "POST" else None)
    result = form.result if form.is_valid() else None
    if result:
        form = HipForm(request.POST, tuple(each.finding for each in result.left_to_answer[:NEXT]))
    about = engine.pack.about
    shown = {"form": form, "result": result, "title": about.title, "disclaimer": about.disclaimer}
    return HttpResponse(engines["django"].from_string(PAGE).render(shown, request))


urlpatterns = [path("", page)]

if __name__ == "__main__":
    execute_from_command_line(sys.argv)
