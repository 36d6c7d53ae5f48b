package io.os199.cs.communication.newsletter;

import io.os199.cs.communication.model.SubscriptionStatus;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.model.Actor;
import io.os199.cs.core.model.AuditEntry;
import io.os199.cs.core.model.EventType;
import io.os199.cs.core.model.Impact;
import io.os199.cs.core.model.TimelineEvent;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Transaction;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Newsletter subscriptions of a client's people: nobody without their consent, and nobody who unsubscribed without a
 * second confirmation.
 */
public final class Subscriptions {
    private static final String FIELD = "contact_email";

    private final Timeline timeline;
    private final AuditLog audit;
    private final ClientAnswers answers;

    public Subscriptions(Timeline timeline, AuditLog audit, ClientAnswers answers) {
        this.timeline = timeline;
        this.audit = audit;
        this.answers = answers;
    }

    /**
     * A request to subscribe or unsubscribe.
     *
     * @param email absent for all addresses of the client
     * @param source where the person said so
     */
    public record Wish(String clientId, @Nullable String email, String source) {}

    /**
     * The effect of subscribing.
     *
     * @param subscribed addresses that would be subscribed
     * @param byOwner those that their readers had unsubscribed
     * @param leftOutCount addresses that cannot be subscribed: they accept no mail, or reported one as spam
     */
    public record Plan(List<String> subscribed, List<String> byOwner, int leftOutCount) {
        public Plan {
            subscribed = List.copyOf(subscribed);
            byOwner = List.copyOf(byOwner);
        }

        public int byOwnerCount() {
            return byOwner.size();
        }
    }

    /** What was changed. */
    public record Changed(int changedCount, int leftOutCount) {}

    /** Returns every address of a client, or one of them ignoring case. */
    public List<NewsletterSubscription> of(
            Transaction tx, String clientId, @Nullable String email) {
        return tx.dao(SubscriptionDao.class)
                .subscriptions(
                        clientId, email == null ? null : email.strip().toLowerCase(Locale.ROOT));
    }

    /** Returns the effect of subscribing; refused when the one given address cannot be subscribed. */
    public Answer<Plan> plan(Transaction tx, Wish wish) {
        List<NewsletterSubscription> contacts =
                of(tx, wish.clientId(), wish.email()).stream()
                        .filter(NewsletterSubscription::isContact)
                        .toList();
        if (contacts.isEmpty()) {
            return Answer.refused(nobody(wish));
        }
        List<NewsletterSubscription> possible =
                contacts.stream()
                        .filter(each -> !each.isFinal())
                        .filter(each -> each.status() != SubscriptionStatus.SUBSCRIBED)
                        .toList();
        int leftOut = (int) contacts.stream().filter(NewsletterSubscription::isFinal).count();
        if (wish.email() != null && leftOut > 0) {
            return Answer.refused(
                    Refusal.failedPrecondition(
                                    contacts.getFirst().status() == SubscriptionStatus.SUPPRESSED
                                            ? "The address takes no mail, or its owner reported one"
                                                    + " as spam: that cannot be undone here"
                                            : "The owner of the address wants no mail of any kind:"
                                                    + " that cannot be undone here")
                            .field(FIELD)
                            .hint(
                                    "Whoever runs the server can, once the address was taken off"
                                            + " the list of the email provider"));
        }
        return Answer.of(
                new Plan(
                        possible.stream().map(NewsletterSubscription::contactEmail).toList(),
                        possible.stream()
                                .filter(NewsletterSubscription::isByOwner)
                                .map(NewsletterSubscription::contactEmail)
                                .toList(),
                        leftOut));
    }

    private static Refusal nobody(Wish wish) {
        return wish.email() == null
                ? Refusal.failedPrecondition("The client has no contact with an address")
                        .field("client_id")
                : Refusal.notFound(FIELD, "No contact of the client has this address")
                        .hint("Add the contact first, or leave contact_email out for all of them");
    }

    /**
     * Subscribes the addresses that can be subscribed.
     *
     * @param confirmed how many addresses unsubscribed by their readers somebody confirmed
     */
    public Answer<Changed> subscribe(
            Transaction tx, Wish wish, int confirmed, Actor actor, Instant now) {
        return plan(tx, wish)
                .then(
                        plan -> {
                            if (plan.byOwnerCount() != confirmed) {
                                return Answer.refused(
                                        Refusal.conflict(
                                                        "Other addresses are unsubscribed now than"
                                                                + " were shown")
                                                .hint("Send the call again to see how many"));
                            }
                            int changed =
                                    plan.subscribed().isEmpty()
                                            ? 0
                                            : tx.dao(SubscriptionDao.class)
                                                    .subscribe(
                                                            wish.clientId(),
                                                            plan.subscribed()
                                                                    .toArray(String[]::new),
                                                            plan.byOwner().toArray(String[]::new),
                                                            wish.source(),
                                                            now);
                            tell(tx, wish, changed, "subscribe", actor, now);
                            return Answer.of(new Changed(changed, plan.leftOutCount()));
                        });
    }

    /** Unsubscribes the address, or all addresses of the client. */
    public Answer<Changed> unsubscribe(Transaction tx, Wish wish, Actor actor, Instant now) {
        List<NewsletterSubscription> known = of(tx, wish.clientId(), wish.email());
        if (known.isEmpty()) {
            return Answer.refused(nobody(wish));
        }
        int changed =
                tx.dao(SubscriptionDao.class)
                        .unsubscribe(
                                wish.clientId(),
                                known.stream()
                                        .map(NewsletterSubscription::contactEmail)
                                        .toArray(String[]::new),
                                wish.source(),
                                now);
        tell(tx, wish, changed, "unsubscribe", actor, now);
        return Answer.of(new Changed(changed, 0));
    }

    private void tell(
            Transaction tx, Wish wish, int changed, String what, Actor actor, Instant now) {
        if (changed == 0) {
            return;
        }
        answers.changed(tx, wish.clientId());
        timeline.record(
                tx,
                new TimelineEvent(
                        wish.clientId(),
                        now,
                        timeline.newId(),
                        EventType.PROFILE,
                        "%d %s %sd %s newsletters"
                                .formatted(
                                        changed,
                                        changed == 1 ? "contact" : "contacts",
                                        what,
                                        what.equals("subscribe") ? "to" : "from"),
                        Map.of("contact_count", changed),
                        Impact.NEUTRAL,
                        false,
                        actor.principal(),
                        Newsletters.TOOL,
                        null));
        audit.record(
                tx,
                AuditEntry.done(
                        actor, Newsletters.TOOL, what + " contacts", List.of(wish.clientId())));
    }
}
