package io.os199.cs.communication.community;

import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * How alive a community is in a period.
 *
 * @param memberCount who had joined before its end
 * @param activeMemberCount of them, who wrote or voted in it
 * @param previousActiveMemberCount as many days before
 * @param dailyActiveAvg members active on a day, on average of all days
 * @param postCount of members, with questions, visible ones
 * @param commentCount of members, with answers
 * @param questionCount that members asked in the period
 * @param answeredQuestionCount of them, to which another member replied
 * @param medianMinutesToFirstReply of questions that anybody else replied to, our team too
 * @param dormantMemberCount who joined, wrote or voted last at least 90 days before the end
 */
public record LifeReport(
        LocalDate periodStart,
        LocalDate periodEnd,
        int memberCount,
        int newMemberCount,
        int activeMemberCount,
        int previousActiveMemberCount,
        @Nullable BigDecimal engagementRate,
        @Nullable Trend trend,
        BigDecimal dailyActiveAvg,
        int postCount,
        int commentCount,
        int teamPostCount,
        int questionCount,
        int answeredQuestionCount,
        @Nullable BigDecimal answeredQuestionRate,
        @Nullable BigDecimal medianMinutesToFirstReply,
        int dormantMemberCount,
        List<Contributor> topContributors,
        List<TagUse> topTags) {
    public LifeReport {
        topContributors = List.copyOf(topContributors);
        topTags = List.copyOf(topTags);
    }

    /** Where active members go: by a tenth, or less. */
    public enum Trend {
        UP,
        FLAT,
        DOWN
    }

    /** Who said most in the period. */
    public record Contributor(
            String memberId,
            String clientId,
            String clientName,
            @Personal(Personal.Kind.NAME) String userName,
            int contributionCount) {}

    /** What is talked of, and how often it was in as many days before. */
    public record TagUse(boolean untrusted, String tagText, int count, int previousCount) {}
}
