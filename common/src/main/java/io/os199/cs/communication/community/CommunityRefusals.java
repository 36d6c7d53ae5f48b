package io.os199.cs.communication.community;

import io.os199.cs.communication.community.PostDao.HeldPost;
import io.os199.cs.communication.model.Moderation;
import io.os199.cs.platform.answer.Refusal;
import io.os199.cs.platform.answer.Refusal.Suggestion;
import io.os199.cs.platform.json.WireName;

import java.time.Instant;
import java.util.List;

/** Refusals in a community, and what to send instead. */
final class CommunityRefusals {
    /** A community whose name is taken. */
    record Taken(String communityId) {}

    /** An answer that is already accepted. */
    record Accepted(String postId) {}

    private CommunityRefusals() {}

    static Refusal unknown(List<CommunityDao.Near> nearest) {
        Refusal refusal =
                Refusal.notFound(
                                "community_name",
                                "no community has what community_name says as its id or name")
                        .expected("a community's id or name");
        return nearest.isEmpty()
                ? refusal.hint("There is none yet; make one with create_community")
                : refusal.hint("list_communities shows all")
                        .suggestions(
                                nearest.stream()
                                        .map(each -> new Suggestion(each.id(), each.name()))
                                        .toList());
    }

    static Refusal taken(Community community) {
        return Refusal.conflict("the name is taken by the community " + community.communityId())
                .field("community_name")
                .expected("another name")
                .detail(new Taken(community.communityId()));
    }

    static Refusal archived(Community community) {
        return Refusal.failedPrecondition(
                        "the community %s is archived".formatted(community.communityId()))
                .field("community_name")
                .expected("a community that is not archived");
    }

    static Refusal nameless() {
        return Refusal.invalid(
                "user_name",
                "no contact of the client with a name has this user_email, and user_name says none",
                "the member's name");
    }

    static Refusal unknownMember() {
        return Refusal.notFound("member_id", "no member has this member_id")
                .expected("a member_id from list_members");
    }

    static Refusal unknownPost() {
        return Refusal.notFound("post_id", "no post has this post_id")
                .expected("a post_id from list_posts");
    }

    static Refusal elsewhere(String field) {
        return Refusal.invalid(
                field, field + " is of another community", "one of the same community");
    }

    static Refusal removed() {
        return Refusal.failedPrecondition("the post was removed")
                .field("post_id")
                .hint("Bring it back first with moderate, moderate_action restore");
    }

    static Refusal tooEarly(Instant postedAt) {
        return Refusal.invalid(
                "occurred_at",
                "occurred_at is before the post of post_id, which is of " + postedAt,
                postedAt + " or later");
    }

    static Refusal own() {
        return Refusal.failedPrecondition("the post is the member's own, and votes are for others'")
                .field("post_id")
                .expected("a post of another member, or of our team");
    }

    static Refusal noAnswer() {
        return Refusal.failedPrecondition("only an answer to a question can be accepted")
                .field("post_id")
                .expected("a post of kind answer, to one of kind question");
    }

    static Refusal notAsker() {
        return Refusal.failedPrecondition("an answer is accepted by who asked, or by a moderator")
                .field("member_id")
                .expected("the member who asked the question");
    }

    static Refusal accepted(String postId) {
        return Refusal.conflict("another answer to the question is accepted: " + postId)
                .field("post_id")
                .detail(new Accepted(postId));
    }

    static Refusal misplaced(HeldPost post, Moderation moderation) {
        return Refusal.failedPrecondition(
                        "the post is %s, and only one that is %s can be %s"
                                .formatted(
                                        WireName.of(post.status()),
                                        WireName.of(moderation.from()),
                                        switch (moderation) {
                                            case FLAG -> "flagged";
                                            case APPROVE -> "approved";
                                            case REMOVE -> "removed";
                                            case RESTORE -> "restored";
                                        }))
                .field("moderate_action")
                .hint(
                        switch (post.status()) {
                            case VISIBLE ->
                                    moderation == Moderation.REMOVE
                                            ? "Flag it first"
                                            : "It is to be seen already: nothing is left to do";
                            case FLAGGED -> "It is in the queue: approve or remove it";
                            case REMOVED ->
                                    moderation == Moderation.REMOVE
                                            ? "It is gone already: nothing is left to do"
                                            : "Bring it back first with restore";
                        });
    }
}
