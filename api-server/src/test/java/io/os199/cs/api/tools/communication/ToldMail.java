package io.os199.cs.api.tools.communication;

import io.os199.cs.communication.event.MailEvent;
import io.os199.cs.communication.event.MailEventType;
import io.os199.cs.communication.event.MailEvents;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.testing.TestDatabase;

import java.time.Clock;
import java.util.List;
import java.util.Locale;

/** Reports of a mail provider, stored as all its reports are. */
final class ToldMail {
    private ToldMail() {}

    /**
     * Stores the selected events.
     *
     * @param select a query of message_id, provider_event_id, at, type, url and is_machine
     */
    static void tell(TestDatabase server, Clock clock, String select) {
        List<MailEvent> events =
                server.jdbi()
                        .withHandle(
                                db ->
                                        db.createQuery(select)
                                                .map(
                                                        (row, _) ->
                                                                new MailEvent(
                                                                        row.getString(
                                                                                "provider_event_id"),
                                                                        row.getString("message_id"),
                                                                        MailEventType.valueOf(
                                                                                row.getString(
                                                                                                "type")
                                                                                        .toUpperCase(
                                                                                                Locale
                                                                                                        .ROOT)),
                                                                        row.getTimestamp("at")
                                                                                .toInstant(),
                                                                        row.getString("url"),
                                                                        row.getBoolean(
                                                                                "is_machine"),
                                                                        null,
                                                                        null))
                                                .list());
        server.database()
                .write(
                        tx ->
                                new MailEvents(
                                                ClientAnswers.unkept(),
                                                "https://cs.example/u/",
                                                clock)
                                        .store(tx, events, "sendgrid"));
    }
}
