// Login, logout, token renewal.

package agorartm

import "context"

// Login logs the user in and returns when the server has answered. A project
// without an App Certificate takes an empty token; with WithTokenSource an empty
// token is fetched from the source. One login, logout or renewal of a kind is
// under way at a time; a second caller waits for its turn.
//
// Cancelling ctx stops the wait, not the login: call Logout to give it up.
// After ConnectionStateAborted, call Logout before the next Login.
//
// Errors: ErrInvalidArgument (token, userID, ctx), LoginErrCode
// (ErrAlreadyLoggedIn, ErrInvalidToken, ErrTokenExpired, ErrTimeout,
// ErrRejected, ErrTooOften, ...), ErrClosed, ErrResultLost, the error of the
// token source, the context's error.
//
// Implements: int login(const char* token, const char* userId)
func (s *Service) Login(ctx context.Context, token, userID string) error {
	const op, invalid = "Login", LoginErrInvalidArgument
	if err := checkContext(ctx); err != nil {
		return opError(op, false, err)
	}
	if err := coded(invalid, checkToken(token)); err != nil {
		return opError(op, false, err)
	}
	if err := coded(invalid, checkID("userID", userID)); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	if token == "" && c.tokens != nil {
		if c.guard.closing() {
			return opError(op, false, ErrClosed)
		}
		var err error
		if token, err = c.tokens.fetch(ctx); err == nil {
			err = coded(invalid, checkToken(token))
		} else if c.guard.closing() && ctx.Err() == nil {
			err = ErrClosed
		}
		if err != nil {
			return opError(op, false, err)
		}
	}
	_, err := c.call(ctx, op, &c.login, &c.guard, loginTimeout,
		func() int32 { return c.native.login(token, userID) }, codeError[LoginErrCode])
	return err
}

// Logout logs the user out and returns when that is done. The channels are
// left; their objects stay usable for the next login. Requests still under way
// end with ErrResultLost, unless their results come first; a Login that is
// still connecting is given up. Cancelling ctx stops the wait, not the logout.
//
// Errors: ErrInvalidArgument (ctx), LogoutErrCode (ErrNotLoggedIn), ErrClosed,
// ErrResultLost, the context's error.
//
// Implements: int logout()
func (s *Service) Logout(ctx context.Context) error {
	const op = "Logout"
	if err := checkContext(ctx); err != nil {
		return opError(op, false, err)
	}
	c := s.core
	_, err := c.call(ctx, op, &c.logout, &c.guard, logoutTimeout,
		c.native.logout, codeError[LogoutErrCode])
	return err
}

// RenewToken replaces the token of the running session and returns when the
// server has answered. Cancelling ctx stops the wait, not the renewal.
//
// Errors: ErrInvalidArgument (token, ctx), RenewTokenErrCode (ErrInvalidToken,
// ErrTokenExpired, ErrTooOften, ErrNotLoggedIn, ...), ErrClosed,
// ErrResultLost, the context's error.
//
// Implements: int renewToken(const char* token)
func (s *Service) RenewToken(ctx context.Context, token string) error {
	return s.core.renewToken(ctx, token)
}

func (c *core) renewToken(ctx context.Context, token string) error {
	const op, invalid = "RenewToken", RenewTokenErrInvalidArgument
	if err := checkContext(ctx); err != nil {
		return opError(op, false, err)
	}
	if token == "" {
		return opError(op, false, coded(invalid, badArgument("token", "is empty")))
	}
	if err := coded(invalid, checkToken(token)); err != nil {
		return opError(op, false, err)
	}
	_, err := c.call(ctx, op, &c.renew, &c.guard, renewTokenTimeout,
		func() int32 { return c.native.renewToken(token) }, codeError[RenewTokenErrCode])
	return err
}
