package io.os199.cs.api.tools.support;

import io.os199.cs.api.tool.InvisibleText;
import io.os199.cs.core.model.Tier;
import io.os199.cs.platform.answer.Refusal.Fault;
import io.os199.cs.platform.text.UntrustedText;
import io.os199.cs.support.knowledge.ArticleAudience;
import io.os199.cs.support.knowledge.ArticleFields;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The texts of an article as sent and as stored: without invisible characters. */
final class ArticleText {
    private static final int LONGEST_BODY = 100_000;
    private static final int LONGEST_SUMMARY = 500;

    private ArticleText() {}

    static ArticleFields fields(
            @Nullable String title,
            @Nullable String summary,
            @Nullable String content,
            @Nullable String category,
            @Nullable String subcategory,
            @Nullable List<String> tags,
            @Nullable List<String> searchKeywords,
            @Nullable ArticleAudience audience,
            @Nullable List<Tier> allowedTiers) {
        return new ArticleFields(
                title == null ? null : UntrustedText.name(title),
                summary == null ? null : UntrustedText.of(summary, LONGEST_SUMMARY).text(),
                content == null ? null : UntrustedText.of(content, LONGEST_BODY).text(),
                category == null ? null : UntrustedText.name(category),
                subcategory == null ? null : UntrustedText.name(subcategory),
                tags == null ? null : tags.stream().map(UntrustedText::tag).distinct().toList(),
                searchKeywords == null
                        ? null
                        : searchKeywords.stream().map(UntrustedText::name).distinct().toList(),
                audience,
                allowedTiers == null ? null : allowedTiers.stream().distinct().toList());
    }

    /** Adds a fault where a text meant to be read has no visible character. */
    static void visible(List<Fault> faults, String field, @Nullable String text) {
        if (text != null && UntrustedText.of(text, LONGEST_BODY).text().isBlank()) {
            faults.add(InvisibleText.fault(field));
        }
    }

    /** Adds a fault where a tag has no displayable character. */
    static void shown(List<Fault> faults, @Nullable List<String> tags) {
        if (tags != null && tags.stream().anyMatch(each -> UntrustedText.tag(each).isEmpty())) {
            faults.add(
                    new Fault(
                            "tags",
                            "a tag has none of the characters that tags are shown with",
                            "a to z, digits, _ and - in each"));
        }
    }
}
