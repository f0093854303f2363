"""A review as one page that a clinician fills in and saves, without a network and without a terminal."""

from hipexpert.audit.review.values import PackReview
from hipexpert.knowledge.packs.signing import CLINICAL, ReviewerRole
from hipexpert.rendering.content_policy import policy
from hipexpert.rendering.page.templating import own, own_file, script_json, templates
from hipexpert.rendering.report.phrases import named
from hipexpert.rendering.reports.review import change_words, meaning_lines, together_lines


def review_page(review: PackReview, roles: tuple[ReviewerRole, ...]) -> str:
    """The page of a review. Its button saves the page with what was filled in, as a file that `hipexpert review sign --list` reads."""
    style, script = own_file("review.css"), own_file("review.js")
    filled = {"pack": review.pack.content_hash, "name": "", "role": "", "date": "", "rows": []}
    return (
        templates()
        .get_template("review.html")
        .render(
            review=review,
            named=named,
            together=together_lines(review),
            means={each.name: meaning_lines(each) for each in review.items},
            change_words=change_words,
            roles=[(each, each.replace("_", " "), each in CLINICAL) for each in roles],
            filled=own(script_json(filled)),
            policy=policy(style, script),
            style=own(style),
            script=own(script),
        )
    )
