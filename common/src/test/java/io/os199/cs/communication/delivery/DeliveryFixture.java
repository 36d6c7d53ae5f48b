package io.os199.cs.communication.delivery;

import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.platform.cache.Buckets;
import io.os199.cs.platform.database.Database;
import io.os199.cs.platform.secrets.Sealer;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Campaigns and their messages in a real database, and workers that deliver them. */
final class DeliveryFixture implements AutoCloseable {
    static final Unsubscribing LINKS =
            new Unsubscribing("https://cs.example.com", new Sealer("a key of sixteen bytes"));

    final TestDatabase server = TestDatabase.create();
    final TestClock clock = new TestClock("2026-11-11T09:00:00Z");

    /** Creates a worker over a provider. */
    Delivery worker(String name, Database database, MailProvider provider, boolean sendsAgain) {
        return worker(name, database, provider, sendsAgain, 4);
    }

    /** Creates a worker that hands over this many at once. */
    Delivery worker(
            String name, Database database, MailProvider provider, boolean sendsAgain, int atOnce) {
        return new Delivery(
                database,
                provider,
                new Writing(LINKS),
                // A rate that no test has to wait for.
                new Permits(Buckets.here(clock), 1_000_000, _ -> {}),
                new Backoff(() -> 1),
                new DeliveryTerms(name, atOnce, sendsAgain),
                new Timeline(),
                ClientAnswers.unkept(),
                clock);
    }

    Delivery worker(MailProvider provider) {
        return worker("worker", server.database(), provider, false);
    }

    /** Adds active clients {@code client_1} and so on, each with one contact. */
    void clients(int count) {
        execute(
                """
                insert into client_names (client_id, name)
                select 'client_' || i, 'Client ' || i from generate_series(1, %1$d) i;
                insert into clients (client_id, name, company_name, tier, lifecycle_stage, status,
                    contract_value)
                select 'client_' || i, 'Client ' || i, '', 'standard', 'active', 'active', 1000
                from generate_series(1, %1$d) i;
                insert into contacts (client_id, contact_id, name, email, role, is_primary)
                select 'client_' || i, 'contact_' || i, 'Person ' || i, 'p' || i || '@client.example', 'user', true
                from generate_series(1, %1$d) i;
                """
                        .formatted(count));
    }

    /** Adds a campaign that is sending, with a message to each client, due now. */
    void campaign(String id, String messageClass, int messages) {
        execute(
                """
                insert into email_campaigns (campaign_id, name, template_type, message_class, subject, body_text, sender_email,
                    sender_name, target, audience, status, fanout_done_at)
                values ('%1$s', 'Spring', 'product_update', '%2$s', 'To {{client_name}}', 'Hello {{first_name|there}}',
                    'team@vendor.example', 'The team', '{}', '{}', 'sending', '2026-11-11T09:00:00Z');
                insert into email_messages (client_id, message_id, campaign_id, contact_email, subject, token_values,
                    next_attempt_at)
                select 'client_' || i, '%1$s_' || i, '%1$s', 'p' || i || '@client.example', 'To Client ' || i,
                    jsonb_build_object('client_name', 'Client ' || i), '2026-11-11T09:00:00Z'
                from generate_series(1, %3$d) i;
                """
                        .formatted(id, messageClass, messages));
    }

    void execute(String sql) {
        server.jdbi().useHandle(db -> db.createScript(sql).execute());
    }

    /** Returns the number of messages by status. */
    Map<String, Long> statuses() {
        return server
                .jdbi()
                .withHandle(
                        db ->
                                db.createQuery(
                                                "select status, count(*) from email_messages group"
                                                        + " by status")
                                        .map(
                                                (row, _) ->
                                                        Map.entry(row.getString(1), row.getLong(2)))
                                        .list())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    String one(String sql) {
        return server.jdbi().withHandle(db -> db.createQuery(sql).mapTo(String.class).one());
    }

    List<String> all(String sql) {
        return server.texts(sql);
    }

    /** Delivers all that is due, and whatever that leads to. */
    void deliver(Delivery worker) {
        worker.settleWhatIsLeft();
        while (worker.deliverSome()) {
            continue;
        }
        worker.settleWhatIsLeft();
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    public void close() {
        server.close();
    }
}
