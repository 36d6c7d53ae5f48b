package io.os199.cs.communication.community;

import io.os199.cs.communication.community.PostDao.Row;
import io.os199.cs.platform.answer.Answer;
import io.os199.cs.platform.database.Transaction;
import io.os199.cs.platform.text.UntrustedText;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Reads posts in communities. */
public final class PostReader {
    private static final int LONGEST_LISTED = 300;
    private static final int LONGEST_WHOLE = 4_000;
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_REASON = 500;

    private final PostDao dao;

    public PostReader(Transaction tx) {
        this.dao = tx.dao(PostDao.class);
    }

    /** The position at which a page of posts ended: the instant it is ordered by, and the post. */
    public record Position(Instant at, String postId) {
        /** Reads a position from the values of a cursor. */
        public static Position of(List<@Nullable String> values) {
            return new Position(
                    Instant.parse(Objects.requireNonNull(values.get(0))),
                    Objects.requireNonNull(values.get(1)));
        }

        /** Returns the cursor values of the last post on a page. */
        public static List<String> posted(Post last) {
            return List.of(last.postedAt().toString(), last.postId());
        }

        /** Returns the cursor values of the last post on a page of the queue. */
        public static List<String> flagged(Post last) {
            return List.of(Objects.requireNonNull(last.flaggedAt()).toString(), last.postId());
        }
    }

    /** Finds one post, with more of its text. */
    public Answer<Post> find(String postId) {
        return dao.find(postId, 1)
                .map(row -> Answer.of(shown(row, LONGEST_WHOLE)))
                .orElseGet(() -> Answer.refused(CommunityRefusals.unknownPost()));
    }

    /** Returns at most that many posts and questions after a position, the newest first. */
    public List<Post> page(
            String communityId, Instant from, Instant until, @Nullable Position after, int most) {
        return shown(dao.page(communityId, from, until, at(after), id(after), most));
    }

    public long count(String communityId, Instant from, Instant until) {
        return dao.count(communityId, from, until);
    }

    /** Returns at most that many replies to a post after a position, the newest first. */
    public List<Post> replies(String postId, @Nullable Position after, int most) {
        return shown(dao.replies(postId, at(after), id(after), most));
    }

    public long replyCount(String postId) {
        return dao.replyCount(postId);
    }

    /** Returns at most that many flagged posts after a position, the oldest flag first. */
    public List<Post> queue(@Nullable String communityId, @Nullable Position after, int most) {
        return shown(dao.queue(communityId, at(after), id(after), most));
    }

    public long queued(@Nullable String communityId) {
        return dao.queued(communityId);
    }

    private static @Nullable Instant at(@Nullable Position position) {
        return position == null ? null : position.at();
    }

    private static @Nullable String id(@Nullable Position position) {
        return position == null ? null : position.postId();
    }

    private static List<Post> shown(List<Row> rows) {
        return rows.stream().map(row -> shown(row, LONGEST_LISTED)).toList();
    }

    private static Post shown(Row row, int longest) {
        UntrustedText content = UntrustedText.of(row.contentText(), longest);
        return new Post(
                row.postId(),
                row.communityId(),
                row.kind(),
                row.parentPostId(),
                row.memberId(),
                row.clientId(),
                row.clientName() == null ? null : UntrustedText.name(row.clientName()),
                row.author(),
                true,
                row.titleText() == null
                        ? null
                        : UntrustedText.of(row.titleText(), LONGEST_TITLE).text(),
                content.text(),
                content.truncated() ? true : null,
                row.tags().stream().map(UntrustedText::tag).filter(tag -> !tag.isEmpty()).toList(),
                row.postedAt(),
                row.status(),
                row.flaggedAt(),
                row.flagReason() == null
                        ? null
                        : UntrustedText.of(row.flagReason(), LONGEST_REASON).text(),
                row.acceptedAt(),
                row.replyCount(),
                row.helpfulVoteCount());
    }
}
