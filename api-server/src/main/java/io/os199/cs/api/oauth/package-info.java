/** OAuth 2 access tokens: whose they are, whether they are valid, and what they grant here. */
@NullMarked
package io.os199.cs.api.oauth;

import org.jspecify.annotations.NullMarked;
