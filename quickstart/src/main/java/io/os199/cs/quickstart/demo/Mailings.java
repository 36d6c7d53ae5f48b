package io.os199.cs.quickstart.demo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Mass mails: a product update or, once a quarter, an edition of the newsletter, month by month for a year. */
final class Mailings {
    static final String LINK = "https://news.example/read";
    private static final int MONTHS = 12;

    record Mailing(String id, String subject, boolean isNewsletter, Instant at) {}

    private final Dice dice;
    private final List<Mailing> mailings = new ArrayList<>();

    Mailings(DemoOptions options) {
        dice = Dice.of(options.seed(), -1, "mailings");
        for (int ago = MONTHS; ago >= 1; ago--) {
            LocalDate day = options.today().minusDays(30L * ago - 5);
            Instant at = History.morning(day);
            boolean newsletter = ago % 3 == 0;
            String subject =
                    newsletter
                            ? "News for teams, edition " + (MONTHS / 3 + 1 - ago / 3)
                            : "What is new in your product";
            mailings.add(new Mailing(dice.id("mailing", at), subject, newsletter, at));
        }
    }

    List<Mailing> mailings() {
        return mailings;
    }

    void write(Rows rows) {
        int edition = 0;
        for (Mailing mailing : mailings) {
            write(rows, mailing);
            if (mailing.isNewsletter()) {
                edition(rows, mailing, ++edition);
            }
        }
    }

    private static void write(Rows rows, Mailing mailing) {
        rows.of(Table.EMAIL_CAMPAIGNS)
                .text(mailing.id())
                .text(mailing.subject())
                .text(mailing.isNewsletter() ? "newsletter" : "product_update")
                .text(mailing.isNewsletter() ? "newsletter" : "marketing")
                .text(mailing.subject())
                .text("Hello {{contact_name|there}},\n\nread what is new: " + LINK)
                .text("success@vendor.example")
                .text("Customer Success")
                .text("{}")
                .time(mailing.at())
                .time(mailing.at())
                .text("sent")
                .made(mailing.at(), mailing.at())
                .end();
    }

    private void edition(Rows rows, Mailing mailing, int number) {
        rows.of(Table.NEWSLETTERS)
                .text(dice.id("newsletter", mailing.at()))
                .text("teams")
                .text("News for teams")
                .number((long) number)
                .text(mailing.subject())
                .text(
                        """
                        [{"type": "announcement", "title": "What is new", "content": "Boards open faster.",\
                         "link_url": "%s", "link_text": "Read on"}]\
                        """
                                .formatted(LINK))
                .text("{}")
                .time(mailing.at())
                .text("quarterly")
                .text(mailing.id())
                .text("sent")
                .made(mailing.at(), mailing.at())
                .end();
    }
}
