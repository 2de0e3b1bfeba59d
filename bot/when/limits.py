"""Where a rhythm begins and ends, and what it leaves out: "until Easter", "10 times", "except on weekends". Pure."""

from datetime import timedelta

from bot.when.calendar import days_from, month_start
from bot.when.made import Clock, Day, Limit, Made, Number, Period, Rhythm, Span, Unit
from bot.when.pattern import Found, Scene, Stage
from bot.when.rules import Freq
from bot.when.spans import moment_at

LIMITS = Stage()


@LIMITS.rule(
    "until (at|on|the|in|of)* d=day", "until (on|the|in|of)* p=period", "d=day untilpost", "p=period untilpost"
)
def _until(found: Found, scene: Scene) -> Made | None:
    """until the 24th of December, that day included; until November, which is not."""
    if days := found.all("d", Day):
        return Limit(ends=days[0].day + timedelta(days=1))
    period = found.made("p", Period)
    if period.month and period.start <= scene.today:
        return Limit(ends=month_start(period.start, 12))
    return Limit(ends=period.start if period.start > scene.today else period.end)


@LIMITS.rule("until (at|the)* c=clock", "c=clock untilpost", "until n=number")
def _until_hour(found: Found, scene: Scene) -> Made | None:
    """every 2 hours until 6 pm."""
    if found.has("c"):
        return Limit(until=found.made("c", Clock))
    number = found.made("n", Number)
    return Limit(until=Clock(number.whole)) if found.follows("rhythm") and 0 < number.value < 25 else None


@LIMITS.rule("for s=span", "for? n=number times", "n=number times")
def _for(found: Found, scene: Scene) -> Made | None:
    """for two weeks, 10 times."""
    if found.has("n"):
        number = found.made("n", Number).whole
        return Limit(count=number) if 0 < number <= 10_000 else None
    span = found.made("s", Span)
    moment = moment_at(scene.now, span)
    return Limit(length=(moment.wall - scene.now).days) if moment and span.unit >= Unit.DAY else None


@LIMITS.rule(
    "starting? d=day startpost",
    "starting? p=period startpost",
    "starting (at|on|the|in|of)* d=day",
    "starting (on|the|in|of)* p=period",
)
def _starting(found: Found, scene: Scene) -> Made | None:
    if not found.has("d"):
        return Limit(start=found.made("p", Period).day)
    day = found.made("d", Day)
    return Limit(start=day.day, ends=day.last + timedelta(days=1) if day.last is not None else None)


@LIMITS.rule(
    "except (on|the|in|at)* w=weekday/weekdays ((comma|and)+ (weekday|weekdays))*",
    "except (on|the|in|at)* x=weekend/weekends",
    "except (on|the|in)* d=day ((comma|and)+ day)*",
    "except (on|the|in)* p=period",
    "except (on|the)* r=rhythm",
    "w=weekday exceptpost",
    "x=weekend exceptpost",
    "d=day exceptpost",
)
def _except(found: Found, scene: Scene) -> Made | None:
    """except on weekends, except Friday, except on 24 December."""
    if rhythms := found.all("r", Rhythm):
        rule = rhythms[0].rule
        return (
            Limit(weekdays=tuple(each.day for each in rule.weekdays))
            if rule and rule.weekdays and rule.freq is Freq.WEEKLY
            else None
        )
    if found.has("x"):
        return Limit(weekdays=(5, 6))
    days = [token.made for token in found.tokens if isinstance(token.made, Day)]
    if days:
        if all(each.weekday is not None for each in days):
            return Limit(weekdays=tuple(each.weekday or 0 for each in days))
        return Limit(without=tuple(each.day for each in days))
    if found.has("p"):
        period = found.made("p", Period)
        if (period.end - period.start).days > 62:
            return None
        return Limit(without=tuple(days_from(period.start, (period.end - period.start).days)))
    keys = [token.keys for token in found.tokens if {"weekday", "weekdays"} & token.keys.keys()]
    return Limit(weekdays=tuple(int(each.get("weekday", each.get("weekdays", 0))) for each in keys))
