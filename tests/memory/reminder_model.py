"""What becomes of one reminder, told a second time in a few lines of Python, to be compared with the database.

Its schedule is due at whole numbers: `following` of one is the next. What a plan of another revision says is not used.
"""

from dataclasses import dataclass, field


@dataclass
class Send:
    """What is to be sent of the time `due`; `claim` is how often it was claimed, `errand` what nobody gets."""

    due: int
    round: int
    plans: bool
    claim: int = 0
    errand: bool = False
    talk: bool = False
    ready: bool = False
    held: bool = False


@dataclass(frozen=True)
class Claim:
    """A claim that somebody holds, by the plan of `revision`."""

    send: Send
    claim: int
    revision: int

    @property
    def good(self) -> bool:
        """Whether it is the last, and was not given back."""
        return self.send.held and self.send.claim == self.claim


@dataclass
class Model:
    """A reminder that was added as due at `first`; `reached`: the times whose message has reached its person."""

    first: int
    standing: str = "active"
    revision: int = 0
    sends: list[Send] = field(default_factory=list)
    known: dict[int, int] = field(default_factory=dict)
    skipped: set[int] = field(default_factory=set)
    reached: set[int] = field(default_factory=set)
    done: set[int] = field(default_factory=set)
    out: list[Send] = field(default_factory=list)  # taken back, but perhaps being sent

    def __post_init__(self) -> None:
        self.plan(self.first, reopen=False)

    def plan(self, due: int, *, reopen: bool) -> None:
        """Something is to be sent at that time, if it is new."""
        if due in self.known:
            if not reopen or any(each.due == due and not each.errand for each in self.sends):
                return
            self.reached.discard(due)
            self.done.discard(due)
        self.skipped.discard(due)
        self._put(due, plans=True)

    def _put(self, due: int, *, plans: bool, errand: bool = False) -> None:
        self.known[due] = self.known.get(due, -1) + 1
        self.sends.append(Send(due, self.known[due], plans, errand=errand, ready=errand))

    def hold_back(self, but: int | None = None) -> None:
        """Nothing of it is to be sent, but for a time that has not reached anybody."""
        for each in [each for each in self.sends if each.due != but or each.due in self.reached]:
            self._take_back(each)
            if each.due not in self.reached:
                self.skipped.add(each.due)

    def _take_back(self, send: Send) -> None:
        self.sends.remove(send)
        self.out.append(send)

    def end(self) -> None:
        """It has ended where nothing is to be sent."""
        if self.standing == "active" and not self.sends:
            self.standing = "ended"

    def go_on(self, claim: Claim, following: int | None) -> None:
        """After a settling."""
        if self.standing != "active":
            return
        if claim.revision == self.revision:
            if following is None:
                self.end()
                return
            self.plan(following, reopen=False)
        if not self.sends:
            self._put(claim.send.due, plans=True, errand=True)

    def next_due(self) -> int | None:
        """The next time that has reached nobody."""
        dues = [each.due for each in self.sends if each.due not in self.reached and each.due not in self.skipped]
        return min(dues, default=None)

    def sent(self, claim: Claim, following: int | None, *, again: bool) -> bool:
        """It was sent; whether the claim was good."""
        if not claim.good or not (claim.send in self.sends or claim.send in self.out):
            return False
        waited = claim.send in self.sends
        (self.sends if waited else self.out).remove(claim.send)
        later = any(each.due == claim.send.due and each.round > claim.send.round for each in self.sends)
        if not claim.send.errand and not later:
            self.reached.add(claim.send.due)
            self.skipped.discard(claim.send.due)
            if waited and again and self.standing == "active" and claim.send.due not in self.done:
                self._put(claim.send.due, plans=False)
        self.go_on(claim, following)
        return True

    def ended(self, claim: Claim, following: int | None) -> bool:
        """It was dropped or is dead."""
        if not claim.good or claim.send not in self.sends:
            return False
        self.sends.remove(claim.send)
        self.go_on(claim, following)
        return True

    def delayed(self, claim: Claim, following: int | None, *, talk: bool) -> bool:
        """It is tried later, or when they talk."""
        if not claim.good or claim.send not in self.sends:
            return False
        claim.send.ready = claim.send.held = False
        if talk:
            for each in [each for each in self.sends if each.talk and each is not claim.send]:
                self._take_back(each)
            claim.send.talk = True
        self.go_on(claim, following)
        return True

    def answer(self, due: int, *, snooze: bool) -> None:
        """The person is done with that time, or wants it again."""
        for each in [each for each in self.sends if each.due == due]:
            if each.plans and not each.talk:
                each.errand = True
            elif not each.errand:
                self._take_back(each)
        self.reached.add(due)
        self.done.discard(due) if snooze else self.done.add(due)
        if snooze:
            self._put(due, plans=False)
            self.standing = "active" if self.standing == "ended" else self.standing
        else:
            self.end()
