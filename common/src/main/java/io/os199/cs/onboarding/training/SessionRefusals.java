package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.SessionStatus;
import io.os199.cs.onboarding.model.TrainingFormat;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Refuses sessions that cannot be scheduled, recorded or called off, and says what to send instead. */
final class SessionRefusals {
    private static final Duration LATE_RESULTS = Duration.ofDays(30);

    private SessionRefusals() {}

    /** Finds what is wrong with the times of an order. */
    static List<Fault> faults(NewSession order, TrainingFormat format, Instant now) {
        List<Fault> faults = new ArrayList<>();
        Instant at = order.scheduledAt();
        String word = WireName.of(format);
        if (!format.isMeeting()) {
            if (Boolean.TRUE.equals(order.recorded())) {
                faults.add(
                        new Fault(
                                "recording_enabled",
                                "a %s is no meeting and cannot be recorded".formatted(word),
                                "absent, or false"));
            }
            return faults;
        }
        if (at == null) {
            faults.add(
                    new Fault(
                            "scheduled_at",
                            "a %s is a meeting and needs scheduled_at".formatted(word),
                            "when it begins"));
        } else if (at.isBefore(now.minus(Duration.ofDays(TrainingSessions.PAST_DAYS)))) {
            faults.add(
                    new Fault(
                            "scheduled_at",
                            "scheduled_at %s is more than %d days ago"
                                    .formatted(at, TrainingSessions.PAST_DAYS),
                            now.minus(Duration.ofDays(TrainingSessions.PAST_DAYS)) + " or later"));
        } else if (order.sendsInvitations() && !at.isAfter(now)) {
            faults.add(
                    new Fault(
                            "send_invitations",
                            "the session began at %s; nobody can be invited any more".formatted(at),
                            "false"));
        }
        return faults;
    }

    /** Returns a refusal where it is too early or too late for results. */
    static @Nullable Refusal untimely(TrainingSession session, boolean closes, Instant now) {
        if (session.status() == SessionStatus.CANCELLED) {
            return Refusal.failedPrecondition("the session is cancelled; it takes no results")
                    .hint("Schedule another with action schedule");
        }
        if (session.status() == SessionStatus.DELIVERED) {
            Instant last = session.delivered().plus(LATE_RESULTS);
            if (closes) {
                return Refusal.failedPrecondition("the session is delivered already")
                        .field("close")
                        .expected("absent; late results are taken until " + last);
            }
            if (now.isAfter(last)) {
                return Refusal.failedPrecondition(
                                "the session is delivered, and took late results until " + last)
                        .hint("Schedule another with action schedule");
            }
        }
        return now.isBefore(session.scheduledAt())
                ? Refusal.failedPrecondition(
                                "the session is scheduled for %s, and has not begun"
                                        .formatted(session.scheduledAt()))
                        .hint("Record its results once it has begun, or cancel it")
                : null;
    }

    static Refusal churned() {
        return Refusal.failedPrecondition("the client has churned; nobody is trained there")
                .hint("Bring it back first with manage_lifecycle_stages");
    }

    static Refusal nobody(Invitations plan) {
        String why =
                plan.unwritten().stream()
                        .collect(
                                Collectors.groupingBy(
                                        each -> WireName.of(each.reason()),
                                        TreeMap::new,
                                        Collectors.counting()))
                        .entrySet()
                        .stream()
                        .map(each -> each.getKey() + ' ' + each.getValue())
                        .collect(Collectors.joining(", "));
        return Refusal.failedPrecondition("nobody of the invited can be written to: " + why)
                .field("send_invitations")
                .hint(
                        "Leave out send_invitations, or add the people with update_client_info"
                                + " first");
    }

    static Refusal unknown() {
        return Refusal.notFound("session_id", "The client has no session with this session_id")
                .expected("a session_id of this client, from schedule");
    }

    static Refusal stale(TrainingSession session, int sent, List<String> scored) {
        Refusal stale =
                Refusal.stale(
                        "the session", sent, session.version(), WireName.of(session.status()));
        return scored.isEmpty()
                ? stale
                : Refusal.conflict(String.join("; ", scored) + "; " + stale.message())
                        .field(stale.field())
                        .expected(stale.expected());
    }
}
