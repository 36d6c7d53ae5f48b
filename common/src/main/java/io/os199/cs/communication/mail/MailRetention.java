package io.os199.cs.communication.mail;

import io.os199.cs.platform.database.Expiry;

import java.time.Period;
import java.util.List;

/** How long mails are kept: their rows and counts for ever, but not their texts, nor each event. */
public final class MailRetention {
    /** How long mails to colleagues are kept once they are finished. */
    private static final Period STAFF = Period.ofDays(30);

    private MailRetention() {}

    /**
     * Returns the expiry of mails to customers and to colleagues.
     *
     * @param months how long events and texts of mails to customers are kept; 0 for ever
     */
    public static List<Expiry> of(int months) {
        return List.of(
                Expiry.ofMonths(
                        "events of mails",
                        months,
                        (tx, before, most) ->
                                tx.dao(MailRetentionDao.class).deleteEvents(before, most)),
                Expiry.ofMonths(
                        "words of mails",
                        months,
                        (tx, before, most) ->
                                tx.dao(MailRetentionDao.class).emptyMails(before, most)),
                new Expiry(
                        "mails to colleagues",
                        STAFF,
                        (tx, before, most) ->
                                tx.dao(MailRetentionDao.class).deleteStaffMails(before, most)));
    }
}
