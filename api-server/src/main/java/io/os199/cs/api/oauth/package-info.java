/** Access tokens of OAuth 2: whose they are, whether they are good, and what they grant here. */
@NullMarked
package io.os199.cs.api.oauth;

import org.jspecify.annotations.NullMarked;
