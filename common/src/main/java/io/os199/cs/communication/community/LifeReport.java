package io.os199.cs.communication.community;

import io.os199.cs.platform.text.Personal;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/**
 * How alive a community is in a period.
 *
 * @param memberCount members who had joined before its end
 * @param activeMemberCount of those, the members who wrote or voted in it
 * @param previousActiveMemberCount the same for as many days before
 * @param dailyActiveAvg members active per day, averaged over all days
 * @param postCount visible posts of members, including questions
 * @param commentCount comments of members, including answers
 * @param questionCount questions that members asked in the period
 * @param answeredQuestionCount of those, the ones to which another member replied
 * @param medianMinutesToFirstReply over questions that anybody else replied to, including our team
 * @param dormantMemberCount members whose last activity, joining included, was at least 90 days before the end
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

    /** The direction of active members: up or down by at least a tenth, else flat. */
    public enum Trend {
        UP,
        FLAT,
        DOWN
    }

    /** A member who contributed most in the period. */
    public record Contributor(
            String memberId,
            String clientId,
            String clientName,
            @Personal(Personal.Kind.NAME) String userName,
            int contributionCount) {}

    /** A topic of discussion, and how often it came up in as many days before. */
    public record TagUse(boolean untrusted, String tagText, int count, int previousCount) {}
}
