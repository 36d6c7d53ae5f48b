package io.os199.cs.support.knowledge;

/** An article that resembles another, or links to it. */
public record Alike(String articleId, String title) {}
