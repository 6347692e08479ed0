"""The state of accessibility of the site: what an audit found, or that there was none. RGAA 4: without an audit, « non conforme ».

Knows the audit that the profile records. Leaves the parts of the statement, and the law, to the annex.
"""

from __future__ import annotations

from charter_builder.answers import Answers
from charter_builder.charter import Block, Link, Paragraph, Strong, Text
from charter_builder.messages import long_date


class Accessibility:
    def __init__(self, answers: Answers) -> None:
        self.say, self.language = answers.say, answers.language
        self.section = answers.profile.site
        self.audit = self.section.audit

    def state(self) -> tuple[Block, ...]:
        """The state, and on what it rests."""
        state = Strong((Text(self.say(f"state_{self.section.conformity}")),))
        because = self.say("state_audited" if self.audit else "state_without_audit")
        return (Paragraph((Text(self.say("state_lead")), state, Text(because))),)

    def results(self) -> tuple[Block, ...]:
        """What the audit measured, who made it, and its report."""
        if self.audit is None:
            return (Paragraph((Text(self.say("audit_none")),)),)
        day = long_date(self.audit.day, self.language)
        found = Paragraph((Text(self.say("audit_rate", date=day, by=self.audit.by, rate=self.audit.rate)),))
        report = Paragraph((Link(self.audit.report, (Text(self.say("audit_report")),)),)) if self.audit.report else None
        return (found, report) if report else (found,)

    def content(self) -> tuple[Block, ...]:
        """What the audit found not to be accessible; a blank when it found something that the profile does not list."""
        if self.audit is None:
            return (Paragraph((Text(self.say("content_unknown")),)),)
        blank = self.say("content_full") if self.audit.rate == 100 else self.say("blank", label=self.say("content_label"))
        return (Paragraph((Text(self.audit.non_conformities or blank),)),)
