package io.os199.cs.communication.delivery;

import io.os199.cs.communication.delivery.UnsubscribeDao.Fulfilled;
import io.os199.cs.communication.event.Unsubscribed;
import io.os199.cs.communication.model.MessageClass;
import io.os199.cs.communication.model.SuppressionScope;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.secrets.Sealer;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * The unsubscribe link in each message. It contains the message and the scope, but no address; it is signed, works
 * without login and never expires (RFC 8058).
 */
public final class Unsubscribing {
    /** The path at which the API serves the link, before the token. */
    public static final String PATH = "/u/";

    private static final String PURPOSE = "unsubscribe";

    private final String publicUrl;
    private final Sealer sealer;
    private final Timeline timeline = new Timeline();

    /**
     * @param publicUrl the URL of the API, without a path
     * @param sealer with a key of its own, since links stay in mailboxes
     */
    public Unsubscribing(String publicUrl, Sealer sealer) {
        this.publicUrl = publicUrl;
        this.sealer = sealer;
    }

    /** Returns the prefix of the links of all messages. */
    public static String beginning(String publicUrl) {
        return publicUrl + PATH;
    }

    /** A request to unsubscribe from the given scope. */
    public record Wish(String messageId, SuppressionScope scope) {}

    /** Returns the link of a message. */
    public String url(String messageId, MessageClass messageClass) {
        return beginning(publicUrl)
                + sealer.seal(PURPOSE, messageId + ' ' + SuppressionScope.of(messageClass).name());
    }

    /** Returns the request in a token; empty when the token is not one of ours. */
    public Optional<Wish> wish(String token) {
        return sealer.open(PURPOSE, token)
                .map(
                        text -> {
                            int blank = text.indexOf(' ');
                            return new Wish(
                                    text.substring(0, blank),
                                    SuppressionScope.valueOf(text.substring(blank + 1)));
                        });
    }

    /**
     * Suppresses the address of the message, stores the event and, for the newsletter scope, ends the address's
     * newsletter subscription, which is recorded on the client's timeline. Repeating the request changes nothing.
     *
     * @return whether there is such a message
     */
    public boolean fulfil(Database database, ClientAnswers answers, Wish wish, Clock clock) {
        return database.write(tx -> fulfil(tx, answers, wish, clock.instant()));
    }

    private boolean fulfil(Transaction tx, ClientAnswers answers, Wish wish, Instant now) {
        Optional<Fulfilled> fulfilled =
                tx.dao(UnsubscribeDao.class).fulfil(wish.messageId(), wish.scope(), now);
        fulfilled
                .filter(Fulfilled::hasEnded)
                .ifPresent(
                        ended -> {
                            answers.changed(tx, ended.clientId());
                            timeline.record(
                                    tx,
                                    Unsubscribed.event(
                                            timeline,
                                            ended.clientId(),
                                            now,
                                            PURPOSE,
                                            wish.messageId()));
                        });
        return fulfilled.isPresent();
    }
}
