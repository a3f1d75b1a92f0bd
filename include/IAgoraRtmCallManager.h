// The call half of the C++ interface of Agora's RTM SDK, version 1.5.0: the binary interface is the
// vendor's, the text is our own. The order of virtual methods is the order of vtable slots and must
// not change; headers_test.go checks it against internal/spec/rtm-api.json.
//
// An invitation is two objects: a local one at the caller, a remote one at the callee. The call
// manager carries invitations and answers; what follows an accepted call is up to the program.

#ifndef AGORA_RTM_CALL_MANAGER_H_
#define AGORA_RTM_CALL_MANAGER_H_

#include "IAgoraRtmService.h"

namespace agora {
namespace rtm {

// State of a call invitation at the caller.
enum LOCAL_INVITATION_STATE {
  LOCAL_INVITATION_STATE_IDLE = 0,                // Not sent yet.
  LOCAL_INVITATION_STATE_SENT_TO_REMOTE = 1,      // Sent, not acknowledged yet.
  LOCAL_INVITATION_STATE_RECEIVED_BY_REMOTE = 2,  // Has reached the callee.
  LOCAL_INVITATION_STATE_ACCEPTED_BY_REMOTE = 3,  // Accepted by the callee.
  LOCAL_INVITATION_STATE_REFUSED_BY_REMOTE = 4,   // Refused by the callee.
  LOCAL_INVITATION_STATE_CANCELED = 5,            // Cancelled by the caller.
  LOCAL_INVITATION_STATE_FAILURE = 6,             // Failed.
};

// State of a call invitation at the callee.
enum REMOTE_INVITATION_STATE {
  REMOTE_INVITATION_STATE_IDLE = 0,                  // Nothing has happened yet.
  REMOTE_INVITATION_STATE_INVITATION_RECEIVED = 1,   // Received, not answered yet.
  REMOTE_INVITATION_STATE_ACCEPT_SENT_TO_LOCAL = 2,  // Acceptance is on its way to the caller.
  REMOTE_INVITATION_STATE_REFUSED = 3,               // Refused by the callee.
  REMOTE_INVITATION_STATE_ACCEPTED = 4,              // Accepted, and the caller has confirmed it.
  REMOTE_INVITATION_STATE_CANCELED = 5,              // Cancelled by the caller.
  REMOTE_INVITATION_STATE_FAILURE = 6,               // Failed.
};

// Why an invitation failed, as the caller learns it.
enum LOCAL_INVITATION_ERR_CODE {
  LOCAL_INVITATION_ERR_OK = 0,
  // Callee is offline.
  LOCAL_INVITATION_ERR_PEER_OFFLINE = 1,
  // Callee is online but did not acknowledge within 30 s.
  LOCAL_INVITATION_ERR_PEER_NO_RESPONSE = 2,
  // Callee did not decide within 60 s.
  LOCAL_INVITATION_ERR_INVITATION_EXPIRE = 3,
  // User is not logged in.
  LOCAL_INVITATION_ERR_NOT_LOGGEDIN = 4,
};

// Why an invitation failed, as the callee learns it.
enum REMOTE_INVITATION_ERR_CODE {
  REMOTE_INVITATION_ERR_OK = 0,
  REMOTE_INVITATION_ERR_PEER_OFFLINE = 1,       // Caller is offline.
  REMOTE_INVITATION_ERR_ACCEPT_FAILURE = 2,     // Caller did not confirm the acceptance.
  REMOTE_INVITATION_ERR_INVITATION_EXPIRE = 3,  // Invitation was not answered within 60 s.
};

// Outcome of a call of the call manager.
enum INVITATION_API_CALL_ERR_CODE {
  INVITATION_API_CALL_ERR_OK = 0,
  // Invitation is missing, of another manager, or its text is too long.
  INVITATION_API_CALL_ERR_INVALID_ARGUMENT = 1,
  // Invitation was not sent yet.
  INVITATION_API_CALL_ERR_NOT_STARTED = 2,
  // Invitation has ended already.
  INVITATION_API_CALL_ERR_ALREADY_END = 3,
  // Invitation was accepted already.
  INVITATION_API_CALL_ERR_ALREADY_ACCEPT = 4,
  // Invitation was sent already.
  INVITATION_API_CALL_ERR_ALREADY_SENT = 5,
};

// An invitation as its caller has it.
class ILocalCallInvitation {
 protected:
  virtual ~ILocalCallInvitation() {}

 public:
  // Returns who is called.
  virtual const char* getCalleeId() const = 0;

  // Sets a text for the callee: at most 8 KB.
  virtual void setContent(const char* content) = 0;

  // Returns the text for the callee.
  virtual const char* getContent() const = 0;

  // Sets a channel id of at most 64 bytes, which only the old Signaling SDK looks at.
  virtual void setChannelId(const char* channelId) = 0;

  // Returns that channel id.
  virtual const char* getChannelId() const = 0;

  // Returns what the callee answered; empty before.
  virtual const char* getResponse() const = 0;

  // Returns the state.
  virtual LOCAL_INVITATION_STATE getState() const = 0;

  // Gives the invitation back.
  virtual void release() = 0;
};

// An invitation as its callee has it.
class IRemoteCallInvitation {
 protected:
  virtual ~IRemoteCallInvitation() {}

 public:
  // Returns who calls.
  virtual const char* getCallerId() const = 0;

  // Returns the caller's text.
  virtual const char* getContent() const = 0;

  // Sets a text to answer with: at most 8 KB.
  virtual void setResponse(const char* response) = 0;

  // Returns that text.
  virtual const char* getResponse() const = 0;

  // Returns the channel id that an old Signaling SDK has set.
  virtual const char* getChannelId() const = 0;

  // Returns the state.
  virtual REMOTE_INVITATION_STATE getState() const = 0;

  // Gives the invitation back.
  virtual void release() = 0;
};

// What the call manager tells the program. Override what is of interest. The handler must outlive
// the call manager.
class IRtmCallEventHandler {
 public:
  virtual ~IRtmCallEventHandler() {}

  // Caller: the invitation has reached the callee.
  virtual void onLocalInvitationReceivedByPeer(ILocalCallInvitation* /*localInvitation*/) {}

  // Caller: cancelLocalInvitation has ended.
  virtual void onLocalInvitationCanceled(ILocalCallInvitation* /*localInvitation*/) {}

  // Caller: the invitation has failed.
  virtual void onLocalInvitationFailure(ILocalCallInvitation* /*localInvitation*/,
                                        LOCAL_INVITATION_ERR_CODE /*errorCode*/) {}

  // Caller: the callee has accepted.
  virtual void onLocalInvitationAccepted(ILocalCallInvitation* /*localInvitation*/,
                                         const char* /*response*/) {}

  // Caller: the callee has refused.
  virtual void onLocalInvitationRefused(ILocalCallInvitation* /*localInvitation*/,
                                        const char* /*response*/) {}

  // Callee: refuseRemoteInvitation has ended.
  virtual void onRemoteInvitationRefused(IRemoteCallInvitation* /*remoteInvitation*/) {}

  // Callee: the caller has confirmed the acceptance.
  virtual void onRemoteInvitationAccepted(IRemoteCallInvitation* /*remoteInvitation*/) {}

  // Callee: somebody calls.
  virtual void onRemoteInvitationReceived(IRemoteCallInvitation* /*remoteInvitation*/) {}

  // Callee: the invitation has failed.
  virtual void onRemoteInvitationFailure(IRemoteCallInvitation* /*remoteInvitation*/,
                                         REMOTE_INVITATION_ERR_CODE /*errorCode*/) {}

  // Callee: the caller has given up.
  virtual void onRemoteInvitationCanceled(IRemoteCallInvitation* /*remoteInvitation*/) {}
};

// Sends and answers call invitations. There is one per service. Methods return
// INVITATION_API_CALL_ERR_CODE.
class IRtmCallManager {
 protected:
  virtual ~IRtmCallManager() {}

 public:
  // Sends an invitation, once. Ends in a callback whose name begins with onLocalInvitation.
  virtual int sendLocalInvitation(ILocalCallInvitation* invitation) = 0;

  // Accepts. Ends in onRemoteInvitationAccepted or onRemoteInvitationFailure.
  virtual int acceptRemoteInvitation(IRemoteCallInvitation* invitation) = 0;

  // Refuses. Ends in onRemoteInvitationRefused or onRemoteInvitationFailure.
  virtual int refuseRemoteInvitation(IRemoteCallInvitation* invitation) = 0;

  // Takes back an invitation that was sent and has not ended. Ends in onLocalInvitationCanceled.
  virtual int cancelLocalInvitation(ILocalCallInvitation* invitation) = 0;

  // Makes an invitation for a user.
  virtual ILocalCallInvitation* createLocalCallInvitation(const char* calleeId) = 0;

  // Gives the call manager back, when its invitations are no longer in use.
  virtual void release() = 0;
};

}  // namespace rtm
}  // namespace agora

#endif  // AGORA_RTM_CALL_MANAGER_H_
