package io.os199.cs.api.tools.retention;

import io.os199.cs.communication.Tasks;
import io.os199.cs.communication.UnsentMail;
import io.os199.cs.communication.mail.Mail;
import io.os199.cs.communication.mail.MailSettings;
import io.os199.cs.communication.mail.MailSettings.Sender;
import io.os199.cs.core.AuditLog;
import io.os199.cs.core.ClientAnswers;
import io.os199.cs.core.Timeline;
import io.os199.cs.core.Touchpoints;
import io.os199.cs.platform.database.Partitions;
import io.os199.cs.retention.RetentionScenes;
import io.os199.cs.retention.automation.AutomationRound;
import io.os199.cs.retention.campaign.CampaignSteps;
import io.os199.cs.retention.campaign.Campaigns;
import io.os199.cs.support.Escalations;
import io.os199.cs.testing.TestClock;
import io.os199.cs.testing.TestDatabase;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/** The parts of campaigns, over a real database that knows Acme Corp. */
final class CampaignsFixture implements AutoCloseable {
    final TestClock clock;
    final TestDatabase database = TestDatabase.create();
    final AuditLog audit;
    final Mail mail =
            Mail.of(
                    new MailSettings(
                            List.of(new Sender("team@vendor.example", "The team")), Locale.UK));
    final Campaigns campaigns;
    final CampaignSteps steps;

    CampaignsFixture(String now) {
        clock = new TestClock(now);
        audit = new AuditLog(clock);
        at(now);
        database.jdbi().useHandle(RetentionScenes::acme);
        campaigns =
                new Campaigns(
                        mail,
                        new UnsentMail(),
                        new Touchpoints(new Timeline(), clock),
                        new Timeline(),
                        audit,
                        ClientAnswers.unkept());
        steps =
                new CampaignSteps(
                        database.database(),
                        mail,
                        new Timeline(),
                        audit,
                        ClientAnswers.unkept(),
                        clock);
    }

    /** Returns an evaluation of the rules as one worker runs it. */
    AutomationRound automations() {
        return new AutomationRound(
                database.database(),
                campaigns,
                new Tasks(new Timeline(), audit, clock),
                new Escalations(new Timeline(), audit, ClientAnswers.unkept()),
                new Timeline(),
                audit,
                ClientAnswers.unkept(),
                clock);
    }

    /** Moves the clock, and makes the partition of the audit log that the day needs. */
    void at(String instant) {
        clock.set(instant);
        try {
            new Partitions(database.dataSource(), clock).ensureAhead();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql, Object... values) {
        database.jdbi().useHandle(db -> db.execute(sql, values));
    }

    String text(String query) {
        return database.jdbi().withHandle(db -> db.createQuery(query).mapTo(String.class).one());
    }

    @Override
    public void close() {
        database.close();
    }
}
