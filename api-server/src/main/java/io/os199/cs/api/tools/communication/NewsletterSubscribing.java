package io.os199.cs.api.tools.communication;

import io.os199.cs.api.tool.Call;
import io.os199.cs.api.tool.Preview;
import io.os199.cs.api.tools.communication.NewsletterInput.SubscriptionAction;
import io.os199.cs.communication.newsletter.Newsletters;
import io.os199.cs.communication.newsletter.Subscriptions;
import io.os199.cs.communication.newsletter.Subscriptions.Changed;
import io.os199.cs.communication.newsletter.Subscriptions.Plan;
import io.os199.cs.communication.newsletter.Subscriptions.Wish;
import io.os199.cs.core.ClientDirectory;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.secrets.Sha256;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/** Manages which people of a client receive newsletters. */
final class NewsletterSubscribing {
    private final Database database;
    private final ClientDirectory clients;
    private final Subscriptions subscriptions;

    NewsletterSubscribing(Database database, ClientDirectory clients, Subscriptions subscriptions) {
        this.database = database;
        this.clients = clients;
        this.subscriptions = subscriptions;
    }

    Answer<NewsletterAnswer> status(NewsletterInput input, Call call) {
        return database.snapshot(
                tx ->
                        wish(tx, input)
                                .then(
                                        wish ->
                                                shown(
                                                        tx,
                                                        wish,
                                                        new NewsletterAnswer.Builder(call.now())
                                                                .changed(
                                                                        wish.clientId(),
                                                                        null,
                                                                        null))));
    }

    private Answer<Wish> wish(Transaction tx, NewsletterInput input) {
        String source = input.consentSource();
        return clients.resolve(tx, Objects.requireNonNull(input.clientId()))
                .map(
                        client ->
                                new Wish(
                                        client.clientId(),
                                        input.contactEmail(),
                                        source == null ? Newsletters.TOOL : source.strip()));
    }

    private Answer<NewsletterAnswer> shown(
            Transaction tx, Wish wish, NewsletterAnswer.Builder answer) {
        List<NewsletterAnswer.Subscription> all =
                subscriptions.of(tx, wish.clientId(), wish.email()).stream()
                        .map(NewsletterAnswer.Subscription::of)
                        .toList();
        return all.isEmpty() && wish.email() != null
                ? Answer.refused(
                        Refusal.notFound(
                                        "contact_email",
                                        "No contact of the client has this address")
                                .hint("Leave contact_email out to see all of them"))
                : Answer.of(answer.subscriptions(all).build());
    }

    /** The preview that a person confirms. */
    public record SubscribePreview(
            String clientId,
            int subscribedCount,
            int unsubscribedByOwnerCount,
            String consentSource)
            implements Preview {
        @Override
        public String question() {
            return "Subscribe %,d contacts to newsletters, of whom %,d unsubscribed themselves?"
                    .formatted(subscribedCount, unsubscribedByOwnerCount);
        }
    }

    private record Made(String clientId, int changedCount, int leftOutCount) {
        static Made of(Wish wish, Changed changed) {
            return new Made(wish.clientId(), changed.changedCount(), changed.leftOutCount());
        }
    }

    Answer<NewsletterAnswer> change(NewsletterInput input, Call call) {
        if (call.isRepeated()) {
            return call.repeat(Made.class).then(made -> made(made, input, call));
        }
        return input.subscriptionAction() == SubscriptionAction.SUBSCRIBE
                ? subscribe(input, call)
                : unsubscribe(input, call);
    }

    private record Planned(Wish wish, Plan plan) {}

    private Answer<NewsletterAnswer> subscribe(NewsletterInput input, Call call) {
        return database.current(
                        tx ->
                                wish(tx, input)
                                        .then(
                                                wish ->
                                                        subscriptions
                                                                .plan(tx, wish)
                                                                .map(
                                                                        plan ->
                                                                                new Planned(
                                                                                        wish,
                                                                                        plan))))
                .then(planned -> subscribe(planned.wish(), planned.plan(), input, call));
    }

    private Answer<NewsletterAnswer> subscribe(
            Wish wish, Plan plan, NewsletterInput input, Call call) {
        if (input.dryRun()) {
            return dry(wish, plan.subscribed().size(), plan.leftOutCount(), call);
        }
        int byOwner = plan.byOwnerCount();
        Answer<Made> made =
                byOwner == 0
                        ? call.write(Made.class, tx -> subscribed(tx, wish, 0, call))
                        : call.writeConfirmed(
                                new SubscribePreview(
                                        wish.clientId(),
                                        plan.subscribed().size(),
                                        byOwner,
                                        wish.source()),
                                Sha256.hex(String.join("\n", plan.subscribed())) + ":" + byOwner,
                                Made.class,
                                tx -> subscribed(tx, wish, byOwner, call));
        return made.then(done -> made(done, input, call));
    }

    private Answer<Made> subscribed(Transaction tx, Wish wish, int confirmed, Call call) {
        return subscriptions
                .subscribe(tx, wish, confirmed, call.actor(), call.now())
                .map(changed -> Made.of(wish, changed));
    }

    private Answer<NewsletterAnswer> unsubscribe(NewsletterInput input, Call call) {
        if (input.dryRun()) {
            return database.<Answer<Made>>rehearse(tx -> unsubscribed(tx, input, call))
                    .then(
                            would ->
                                    dry(
                                            new Wish(would.clientId(), input.contactEmail(), ""),
                                            would.changedCount(),
                                            0,
                                            call));
        }
        return call.write(Made.class, tx -> unsubscribed(tx, input, call))
                .then(made -> made(made, input, call));
    }

    private Answer<Made> unsubscribed(Transaction tx, NewsletterInput input, Call call) {
        return wish(tx, input)
                .then(
                        wish ->
                                subscriptions
                                        .unsubscribe(tx, wish, call.actor(), call.now())
                                        .map(changed -> Made.of(wish, changed)));
    }

    private Answer<NewsletterAnswer> dry(
            Wish wish, int changed, @Nullable Integer leftOut, Call call) {
        return database.current(
                tx ->
                        shown(
                                tx,
                                wish,
                                new NewsletterAnswer.Builder(call.now())
                                        .changed(wish.clientId(), changed, leftOut)
                                        .dryRun()));
    }

    private Answer<NewsletterAnswer> made(Made made, NewsletterInput input, Call call) {
        return database.current(
                tx ->
                        shown(
                                tx,
                                new Wish(made.clientId(), input.contactEmail(), ""),
                                new NewsletterAnswer.Builder(call.now())
                                        .changed(
                                                made.clientId(),
                                                made.changedCount(),
                                                made.leftOutCount())));
    }
}
