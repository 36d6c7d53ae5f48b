package io.os199.cs.integration.sendgrid;

import io.os199.cs.testing.TestDatabase;

/** One client, one campaign, and its messages. */
final class MailRows {
    private final TestDatabase server;

    MailRows(TestDatabase server) {
        this.server = server;
        execute(
                "insert into client_names (client_id, name) values ('client_acme', 'Acme')",
                "insert into clients (client_id, name, company_name) values ('client_acme', 'Acme',"
                        + " 'Acme')",
                """
                insert into email_campaigns (campaign_id, name, template_type, message_class, subject, body_text,
                    sender_email, target)
                values ('mailing_1', 'News', 'product_update', 'marketing', 'Hello', 'Hello', 'us@example.com', '{}')
                """);
    }

    void message(String messageId, String email, String status) {
        execute(
                """
                insert into email_messages (client_id, message_id, campaign_id, contact_email, subject, status,
                    next_attempt_at)
                values ('client_acme', '%s', 'mailing_1', '%s', 'Hello', '%s', now())
                """
                        .formatted(messageId, email, status));
    }

    void execute(String... statements) {
        server.execute(statements);
    }

    String text(String sql) {
        return server.text(sql);
    }
}
