package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tools.communication.PackReader.Found;
import io.os199.cs.api.tools.communication.ReviewPack.Check;
import io.os199.cs.api.tools.communication.ReviewPack.Fact;
import io.os199.cs.api.tools.communication.ReviewPack.LateItem;
import io.os199.cs.api.tools.communication.ReviewPack.OpenEscalation;
import io.os199.cs.api.tools.communication.ReviewPack.Point;
import io.os199.cs.api.tools.communication.ReviewPack.Readiness;
import io.os199.cs.api.tools.communication.ReviewPack.TalkingPoint;
import io.os199.cs.communication.review.ReviewFacts.Health;
import io.os199.cs.communication.review.ReviewFacts.Held;
import io.os199.cs.communication.review.ReviewFacts.Now;
import io.os199.cs.platform.answer.Recommendation.Priority;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the facts of a review imply: the rules EBR-1 to EBR-9, what went well and what did not, and whether everything
 * is ready.
 */
final class PackRules {
    private static final BigDecimal FELL = BigDecimal.valueOf(-10);
    private static final BigDecimal FULL = new BigDecimal("0.9");
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal SATISFIED = new BigDecimal("0.8");
    private static final int RENEWAL_DAYS = 120;
    private static final int FEWEST = 5;
    private static final int HEALTH_DAYS = 7;
    private static final int RATE_DECIMALS = 4;

    private final Map<String, Fact> facts = new HashMap<>();
    private final Found found;
    private final List<TalkingPoint> points = new ArrayList<>();

    PackRules(List<Fact> facts, Found found) {
        facts.forEach(each -> this.facts.put(each.key(), each));
        this.found = found;
    }

    List<TalkingPoint> talkingPoints() {
        points.clear();
        Fact health = facts.get("health_score");
        BigDecimal change = health == null ? null : health.change();
        if (health != null && change != null && change.compareTo(FELL) <= 0) {
            say("EBR-1", told(health), "Open with " + fell(), Priority.HIGH);
        }
        Now now = found.now();
        if (now.openEscalations() > 0) {
            points.add(escalation(now));
        }
        Held last = found.last();
        if (last != null && !found.lateItems().isEmpty()) {
            points.add(
                    new TalkingPoint(
                            "EBR-3",
                            "Overdue of the last review: " + late(),
                            "Close or re-date it before the meeting",
                            Priority.HIGH,
                            found.lateItems().stream()
                                    .map(
                                            each ->
                                                    new LateItem(
                                                            last.reviewId(),
                                                            last.version(),
                                                            each.itemNo(),
                                                            each.dueDate()))
                                    .toList(),
                            null));
        }
        if (!found.decides()) {
            say("EBR-4", deciders(), "Invite one", Priority.HIGH);
        }
        Fact renewal = facts.get("renewal_in_days");
        if (renewal != null
                && renewal.value().signum() >= 0
                && renewal.value().compareTo(BigDecimal.valueOf(RENEWAL_DAYS)) <= 0) {
            say("EBR-5", told(renewal), "Agree the renewal timeline", Priority.HIGH);
        }
        Fact seats = facts.get("seat_utilization_rate");
        if (seats != null && exactSeats().compareTo(FULL) >= 0) {
            say("EBR-6", told(seats), "Discuss growth", Priority.MEDIUM);
        }
        if (seats != null && exactSeats().compareTo(HALF) < 0) {
            say("EBR-7", told(seats), "Agree an adoption plan", Priority.MEDIUM);
        }
        Fact csat = facts.get("csat_rate");
        if (isUnsatisfied(csat)) {
            say("EBR-8", told(csat), "Agree a support plan", Priority.MEDIUM);
        }
        Fact milestones = facts.get("milestones_count");
        if (milestones != null && milestones.value().signum() > 0) {
            say("EBR-9", told(milestones), "Begin with what was achieved", Priority.MEDIUM);
        }
        return List.copyOf(points);
    }

    private void say(String ruleId, String because, String action, Priority priority) {
        points.add(new TalkingPoint(ruleId, because, action, priority, null, null));
    }

    private static TalkingPoint escalation(Now now) {
        String raw = now.oldestEscalationOwner();
        String owner = raw == null ? null : UntrustedText.name(raw);
        return new TalkingPoint(
                "EBR-2",
                "%d open; the oldest since %s, %s, due %s"
                        .formatted(
                                now.openEscalations(),
                                now.oldestEscalationOn(),
                                owner == null ? "without an owner" : "owner " + owner,
                                now.oldestEscalationDue()),
                owner == null
                        ? "Name an owner, and state the date: " + now.oldestEscalationDue()
                        : "State owner and date: %s, %s"
                                .formatted(owner, now.oldestEscalationDue()),
                Priority.HIGH,
                null,
                new OpenEscalation(
                        now.oldestEscalationId(),
                        owner,
                        now.oldestEscalationOn(),
                        now.oldestEscalationDue()));
    }

    private static boolean isUnsatisfied(@Nullable Fact csat) {
        return csat != null
                && csat.n() != null
                && csat.n() >= FEWEST
                && csat.value().compareTo(SATISFIED) < 0;
    }

    /** The seat utilization before rounding, so that 0.49996 is below a half. */
    private BigDecimal exactSeats() {
        Double exact = found.use() == null ? null : found.use().seatUtilization();
        return BigDecimal.valueOf(exact == null ? 0 : exact);
    }

    private String fell() {
        Health health = found.health();
        Map<String, BigDecimal> components = new LinkedHashMap<>();
        if (health != null) {
            put(components, "usage", health.usage());
            put(components, "engagement", health.engagement());
            put(components, "support", health.support());
            put(components, "satisfaction", health.satisfaction());
        }
        return components.entrySet().stream()
                .filter(each -> PackWords.direction(each.getValue(), "score") < 0)
                .min(Map.Entry.comparingByValue())
                .map(
                        each ->
                                "%s, which changed by %s"
                                        .formatted(
                                                each.getKey(),
                                                PackWords.signed(each.getValue(), "score")))
                .orElse(
                        components.isEmpty()
                                ? "what fell; no component is stored of both days"
                                : "what is measured: that has changed, and no component fell");
    }

    private static void put(
            Map<String, BigDecimal> components, String name, @Nullable BigDecimal change) {
        if (change != null) {
            components.put(name, change);
        }
    }

    private String late() {
        return found.lateItems().stream()
                .map(each -> "item %d, due %s".formatted(each.itemNo(), each.dueDate()))
                .collect(Collectors.joining("; "));
    }

    private String deciders() {
        return "%s of %d customer attendees is a decision maker or executive sponsor"
                .formatted(found.decides() ? "At least one" : "None", found.customerCount());
    }

    private static String told(@Nullable Fact fact) {
        if (fact == null) {
            return "";
        }
        return PackWords.told(fact);
    }

    List<Point> wins() {
        List<Point> wins = new ArrayList<>();
        changed(wins, "health_score", 1);
        changed(wins, "active_user_count", 1);
        changed(wins, "core_adoption_rate", 1);
        changed(wins, "nps", 1);
        Fact milestones = facts.get("milestones_count");
        if (milestones != null && milestones.value().signum() > 0) {
            wins.add(new Point("milestones_count", told(milestones)));
        }
        Fact csat = facts.get("csat_rate");
        if (csat != null && !isUnsatisfied(csat)) {
            wins.add(new Point("csat_rate", told(csat)));
        }
        Fact items = facts.get("previous_items_done_rate");
        if (items != null && items.value().compareTo(BigDecimal.ONE) == 0) {
            wins.add(new Point("previous_items_done_rate", told(items)));
        }
        return wins;
    }

    List<Point> risks() {
        List<Point> risks = new ArrayList<>();
        changed(risks, "health_score", -1);
        changed(risks, "active_user_count", -1);
        changed(risks, "core_adoption_rate", -1);
        changed(risks, "nps", -1);
        some(risks, "open_escalations_count");
        some(risks, "open_high_risks_count");
        Fact seats = facts.get("seat_utilization_rate");
        if (seats != null && exactSeats().compareTo(HALF) < 0) {
            risks.add(new Point("seat_utilization_rate", told(seats)));
        }
        Fact csat = facts.get("csat_rate");
        if (isUnsatisfied(csat)) {
            risks.add(new Point("csat_rate", told(csat)));
        }
        if (!found.lateItems().isEmpty()) {
            risks.add(new Point("previous_items_done_rate", "Overdue: " + late()));
        }
        return risks;
    }

    private void changed(List<Point> to, String key, int way) {
        Fact fact = facts.get(key);
        if (fact != null && PackWords.direction(fact.change(), fact.unit()) == way) {
            to.add(new Point(key, told(fact)));
        }
    }

    private void some(List<Point> to, String key) {
        Fact fact = facts.get(key);
        if (fact != null && fact.value().signum() > 0) {
            to.add(new Point(key, told(fact)));
        }
    }

    Readiness readiness() {
        Health health = found.health();
        int days = found.use() == null ? 0 : found.use().userDays30();
        List<Check> checks =
                List.of(
                        new Check("decision_maker_attends", found.decides(), deciders()),
                        new Check(
                                "no_overdue_items",
                                found.lateItems().isEmpty(),
                                found.lateItems().isEmpty()
                                        ? "No item of the last review is overdue"
                                        : late()),
                        new Check(
                                "health_is_recent",
                                health != null
                                        && !health.scoredOn()
                                                .isBefore(found.asOf().minusDays(HEALTH_DAYS)),
                                health == null
                                        ? "No score is stored"
                                        : "Scored on " + health.scoredOn()),
                        new Check(
                                "usage_is_seen",
                                days > 0,
                                "%,d user-days in the last 30 days".formatted(days)),
                        new Check(
                                "no_aged_escalation",
                                found.now().agedEscalations() == 0,
                                "%d open for more than 14 days"
                                        .formatted(found.now().agedEscalations())));
        long passed = checks.stream().filter(Check::passed).count();
        return new Readiness(
                BigDecimal.valueOf(passed)
                        .divide(
                                BigDecimal.valueOf(checks.size()),
                                RATE_DECIMALS,
                                RoundingMode.HALF_UP),
                checks);
    }
}
