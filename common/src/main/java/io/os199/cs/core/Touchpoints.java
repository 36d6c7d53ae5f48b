package io.os199.cs.core;

import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.ClientRef;
import io.os199.cs.core.model.ContactRef;
import io.os199.cs.core.model.Direction;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.core.model.Touchpoint;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.StoredTime;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.ids.TypeId;
import io.os199.cs.platform.json.WireName;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Writes every touchpoint, records which outbound one it answered, and updates the client's last engagement. */
public final class Touchpoints {
    private static final Duration ANSWERED_WITHIN = Duration.ofDays(14);

    private final Timeline timeline;
    private final Clock clock;

    public Touchpoints(Timeline timeline, Clock clock) {
        this.timeline = timeline;
        this.clock = clock;
    }

    /**
     * The result of recording a touchpoint.
     *
     * @param isNew false when the same one was stored before
     * @param answeredTouchpointId the outbound one that it answered
     * @param noteText as stored
     * @param lastTouchpointAgeDays days since the newest touchpoint of the client, 0 for today
     */
    public record Recorded(
            String touchpointId,
            boolean isNew,
            @Nullable String answeredTouchpointId,
            @Nullable String noteText,
            int lastTouchpointAgeDays) {}

    /**
     * Records a touchpoint in the caller's transaction; one that is already stored, by instant or by source, stays a
     * single row.
     */
    public Recorded record(Transaction tx, Touchpoint touchpoint, String source, Actor actor) {
        TouchpointDao dao = tx.dao(TouchpointDao.class);
        Instant now = StoredTime.now(clock);
        String clientId = touchpoint.clientId();
        String touchpointId = TypeId.next("touchpoint");
        boolean isNew = dao.insert(touchpointId, touchpoint, now) == 1;
        String answered = null;
        String note = touchpoint.noteText();
        if (isNew) {
            answered = answer(dao, touchpoint, now);
            dao.engaged(clientId, touchpoint.occurredAt(), now);
            timeline.record(tx, event(touchpointId, touchpoint, source, actor));
        } else {
            TouchpointDao.Stored stored = dao.stored(touchpoint);
            touchpointId = stored.touchpointId();
            note = stored.noteText();
            if (touchpoint.answered()) {
                dao.answered(clientId, touchpointId, now);
            }
        }
        int age = (int) ChronoUnit.DAYS.between(day(dao.last(clientId)), day(now));
        return new Recorded(touchpointId, isNew, answered, note, age);
    }

    /** A stored touchpoint. */
    public record Stored(String touchpointId, Touchpoint touchpoint) {}

    /**
     * Records what follows from new touchpoints, earliest first: which outbound ones they answered, and their
     * timeline events.
     */
    public void follow(Transaction tx, List<Stored> stored, String source, Actor actor) {
        TouchpointDao dao = tx.dao(TouchpointDao.class);
        Instant now = StoredTime.now(clock);
        // One by one: what an earlier one answered is no longer open for a later one.
        stored.forEach(each -> answer(dao, each.touchpoint(), now));
        timeline.record(
                tx,
                stored.stream()
                        .map(each -> event(each.touchpointId(), each.touchpoint(), source, actor))
                        .toList());
    }

    /** Records that the client was heard from other than by a touchpoint: by feedback or a survey answer. */
    public void engaged(Transaction tx, String clientId, Instant at) {
        Instant now = StoredTime.now(clock);
        tx.dao(TouchpointDao.class).engaged(clientId, at, now);
    }

    /** Removes what was recorded from a source by mistake; the timeline keeps the event. */
    public void withdraw(Transaction tx, String clientId, String sourceRef) {
        tx.dao(TouchpointDao.class).withdraw(clientId, sourceRef);
    }

    /** The contacts shown by a refusal because no contact matched. */
    public record KnownContacts(List<ContactRef> contacts) {}

    /** Returns the id of the contact with that address; refused with the client's contacts where there is none. */
    public Answer<String> contact(Transaction tx, ClientRef client, String email) {
        TouchpointDao dao = tx.dao(TouchpointDao.class);
        return dao.contact(client.clientId(), email)
                .<Answer<String>>map(Answer::of)
                .orElseGet(() -> Answer.refused(unknown(client, dao.people(client.clientId()))));
    }

    private static Refusal unknown(ClientRef client, List<ContactRef> people) {
        String known = people.isEmpty() ? "it has none" : "contacts lists those there are";
        return Refusal.notFound(
                        "contact_email",
                        "no contact of %s has contact_email; %s"
                                .formatted(client.clientName(), known))
                .hint("Leave contact_email out, or add the person with update_client_info")
                .detail(new KnownContacts(people));
    }

    private static @Nullable String answer(TouchpointDao dao, Touchpoint touchpoint, Instant now) {
        if (touchpoint.direction() != Direction.INBOUND) {
            return null;
        }
        Instant at = touchpoint.occurredAt();
        return dao.answer(
                        touchpoint.clientId(),
                        touchpoint.contactId(),
                        at,
                        at.minus(ANSWERED_WITHIN),
                        now)
                .orElse(null);
    }

    private TimelineEvent event(
            String touchpointId, Touchpoint touchpoint, String source, Actor actor) {
        String direction =
                touchpoint.direction() == Direction.INBOUND ? "by the client" : "to the client";
        String kind = WireName.of(touchpoint.kind());
        return new TimelineEvent(
                touchpoint.clientId(),
                touchpoint.occurredAt(),
                timeline.idOf("touchpoint", touchpointId),
                EventType.COMMUNICATION,
                Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + " " + direction,
                Map.of("kind", touchpoint.kind(), "direction", touchpoint.direction()),
                Impact.NEUTRAL,
                false,
                actor.principal(),
                source,
                touchpointId);
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
}
