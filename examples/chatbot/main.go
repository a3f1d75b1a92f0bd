// Command chatbot is a bot that answers in a channel, and a user who talks to
// it. The bot handles messages one after the other in their order, and may take
// its time over each.
package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-rtm/agora-rtm-go/agorartm"
	"github.com/go-rtm/agora-rtm-go/examples/internal/run"
)

func main() { run.Main("chatbot", tour) }

func tour(ctx context.Context, out io.Writer, appID string) error {
	bot, err := start(ctx, appID)
	if err != nil {
		return err
	}
	defer bot.Close()

	alice, err := run.LogIn(ctx, appID, "alice", agorartm.ServiceHandler{})
	if err != nil {
		return err
	}
	defer alice.Close()
	heard := make(chan string, 8)
	cafe, err := alice.CreateChannel("cafe", agorartm.ChannelHandler{
		OnMessageReceived: func(e agorartm.ChannelMessageEvent) { heard <- e.UserID + ": " + e.Message.Text },
	})
	if err != nil {
		return err
	}
	if err := cafe.Join(ctx); err != nil {
		return err
	}
	greeting, err := run.Next(ctx, heard)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, greeting)

	for _, line := range []string{"!echo Hello, world!", "!count žluťoučký kůň", "!members", "!dance"} {
		fmt.Fprintln(out, "alice:", line)
		_, err := cafe.SendMessage(ctx, agorartm.NewTextMessage(line), agorartm.SendMessageOptions{})
		if err != nil {
			return err
		}
		answer, err := run.Next(ctx, heard)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, answer)
	}
	if err := alice.Shutdown(ctx); err != nil {
		return err
	}
	return bot.Shutdown(ctx)
}

// start logs the bot in and has it answer whatever is said in the channel.
func start(ctx context.Context, appID string) (*agorartm.Service, error) {
	bot, err := run.LogIn(ctx, appID, "bot", agorartm.ServiceHandler{})
	if err != nil {
		return nil, err
	}
	// An answer that cannot be sent is no reason to stop.
	say := func(cafe *agorartm.Channel, text string) {
		_, _ = cafe.SendMessage(ctx, agorartm.NewTextMessage(text), agorartm.SendMessageOptions{})
	}
	cafe, err := bot.CreateChannel("cafe", agorartm.ChannelHandler{
		OnMemberJoined: func(e agorartm.MemberEvent) { say(e.Channel, "Welcome, "+e.Member.UserID+"!") },
		OnMessageReceived: func(e agorartm.ChannelMessageEvent) {
			// A handler may call any method; here it waits for results, too.
			if text := reply(ctx, e); text != "" {
				say(e.Channel, text)
			}
		},
	})
	if err == nil {
		err = cafe.Join(ctx)
	}
	if err != nil {
		_ = bot.Close()
		return nil, err
	}
	return bot, nil
}

// reply is what the bot has to say to a message; nothing to what is no command.
func reply(ctx context.Context, e agorartm.ChannelMessageEvent) string {
	command, rest, _ := strings.Cut(e.Message.Text, " ")
	switch command {
	case "!echo":
		return rest
	case "!count":
		return fmt.Sprintf("%d letters", utf8.RuneCountInString(strings.ReplaceAll(rest, " ", "")))
	case "!members":
		members, err := e.Channel.Members(ctx)
		if err != nil {
			return "I cannot see anybody."
		}
		return fmt.Sprintf("We are %d.", len(members))
	}
	if strings.HasPrefix(command, "!") {
		return "I know !echo, !count and !members."
	}
	return ""
}
