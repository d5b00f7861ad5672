"""One body's own report: every answer, its evidence, and what the panel said once there is feedback."""

from collections.abc import Mapping, Sequence
from datetime import date

from throughline.foundation.documents.blocks import Block, Document, Heading, Paragraph, Table, text
from throughline.foundation.ui import formats
from throughline.office.audits.models import Answer, Evidence, Feedback, Moderation, Return, Signature
from throughline.office.audits.presenters.panel import rank_words
from throughline.office.audits.presenters.returns import grade_words
from throughline.office.audits.rules.question_sets import FORCES, QuestionSet


def own_report(
    *, row: Return, asked: QuestionSet, answers: Mapping[str, Answer], evidence: Mapping[str, Sequence[Evidence]],
    signature: Signature | None, feedback: Feedback | None, own: Mapping[str, int],
    moderated: Mapping[str, Moderation], partnership: str, today: date,
) -> Document:  # fmt: skip
    blocks: list[Block] = [Paragraph(text(f"{row.answered} of {row.asked} questions are answered."))]
    if signature is not None:
        blocks.append(
            Paragraph(
                text(
                    f"Signed by {signature.name}, {signature.post}, on {formats.day(signature.at)}"
                    f"{_second(signature)}. Check sum: {signature.sha256}"
                )
            )
        )  # fmt: skip
    if feedback is not None:
        blocks += [Heading(2, text("What the scrutiny panel says"), "panel"), Paragraph(text(feedback.text))]
    for standard, questions in asked.asked_of(row.kind):
        blocks.append(Heading(2, text(f"{standard.code} {standard.title}"), f"standard-{standard.code}"))
        words = f"Own grade: {rank_words(own.get(standard.code), asked.scale)}."
        if feedback is not None and standard.code in moderated:
            settled = moderated[standard.code]
            words += f" Moderated: {rank_words(settled.grade, asked.scale)}. {settled.reason}"
        blocks.append(Paragraph(text(words)))
        blocks.append(
            Table(
                tuple(map(text, ("Question", "Grade", "How we know", "What will be better", "Evidence"))),
                tuple(
                    tuple(map(text, (
                        f"{q.code} {q.text} ({FORCES[q.force]})", grade_words(answers.get(q.code), asked.scale),
                        answers[q.code].text if q.code in answers else "",
                        answers[q.code].improvement if q.code in answers else "",
                        "; ".join(each.title for each in evidence.get(q.code, ())),
                    )))
                    for q in questions
                ),
                caption=f"Standard {standard.code}",
            )
        )  # fmt: skip
    return Document(
        title=f"{row.cycle.title}: {row.name}", blocks=tuple(blocks), author=row.name,
        lines=(row.name, partnership, f"As at {formats.day(today)}"),
    )  # fmt: skip


def _second(signature: Signature) -> str:
    if not signature.together_name or signature.together_on is None:
        return ""
    how = "and" if signature.together_by_id else "and, on paper,"
    return f", {how} by {signature.together_name}, {signature.together_post}, on {formats.day(signature.together_on)}"
