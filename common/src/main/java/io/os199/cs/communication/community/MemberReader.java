package io.os199.cs.communication.community;

import io.os199.cs.communication.community.MemberDao.Row;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.answer.Recommendation;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/** Reads the members of a community and what they have done there. */
public final class MemberReader {
    private final MemberDao dao;

    public MemberReader(Transaction tx) {
        this.dao = tx.dao(MemberDao.class);
    }

    /** The position at which a page of members ended. */
    public record Position(int reputationPoints, String memberId) {
        /** Reads a position from the values of a cursor. */
        public static Position of(List<@Nullable String> values) {
            return new Position(
                    Integer.parseInt(Objects.requireNonNull(values.get(0)), 10),
                    Objects.requireNonNull(values.get(1)));
        }

        /** Returns the cursor values of the last member on a page. */
        public static List<String> values(Member last) {
            return List.of(Integer.toString(last.reputationPoints()), last.memberId());
        }
    }

    /** Returns at most that many members after a position, the highest reputation first. */
    public List<Member> page(
            String communityId, @Nullable String clientId, @Nullable Position after, int most) {
        return dao
                .page(
                        communityId,
                        clientId,
                        after == null ? null : after.reputationPoints(),
                        after == null ? null : after.memberId(),
                        most)
                .stream()
                .map(MemberReader::shown)
                .toList();
    }

    public long count(String communityId, @Nullable String clientId) {
        return dao.count(communityId, clientId);
    }

    /** A member, with the recommendations that follow from their standing. */
    public record Profile(Member member, List<Recommendation> recommendations) {}

    public Answer<Profile> find(String memberId) {
        return dao.communityOf(memberId)
                .map(community -> dao.find(community, memberId))
                .map(
                        row ->
                                Answer.of(
                                        new Profile(
                                                shown(row),
                                                row.isInvitable()
                                                        ? List.of(
                                                                CommunityRules.invite(
                                                                        List.of(memberId)))
                                                        : List.of())))
                .orElseGet(() -> Answer.refused(CommunityRefusals.unknownMember()));
    }

    private static Member shown(Row row) {
        return new Member(
                row.memberId(),
                row.communityId(),
                UntrustedText.name(row.communityName()),
                row.clientId(),
                UntrustedText.name(row.clientName()),
                UntrustedText.name(row.userName()),
                row.userEmail(),
                row.contactId(),
                row.joinedAt(),
                row.postCount(),
                row.commentCount(),
                row.questionCount(),
                row.acceptedAnswerCount(),
                row.helpfulVoteCount(),
                row.removedPostCount(),
                row.lastActiveAt(),
                row.reputationPoints(),
                row.reputationPercentile());
    }
}
