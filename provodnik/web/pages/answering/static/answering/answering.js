// One question a screen, and answers that outlive a lost network. Written for old telephones:
// without this file the same form stands on one page and works.
(function () {
  "use strict";
  var form = document.querySelector("[data-survey]");
  var shelf = "pv-survey:" + location.pathname;

  function read() {
    try { return JSON.parse(localStorage.getItem(shelf) || "null"); } catch (error) { return null; }
  }
  function keep(value) {
    try {
      if (value) { localStorage.setItem(shelf, JSON.stringify(value)); } else { localStorage.removeItem(shelf); }
    } catch (error) { /* no room or no right: the form still sends */ }
  }
  if (document.querySelector("[data-kept]")) { keep(null); }
  if (!form || !window.fetch) { return; }

  var questions = [].slice.call(form.querySelectorAll("[data-question]"));
  var place = document.querySelector("[data-place]");
  var intro = document.querySelector("[data-intro]");
  var offline = document.querySelector("[data-offline]");
  var wait = form.querySelector("[data-wait]");
  var back = form.querySelector("[data-back]");
  var next = form.querySelector("[data-next]");
  var send = form.querySelector("[data-send]");
  var at = 0;
  var isSending = false;

  function body() {
    var pairs = [];
    [].forEach.call(form.elements, function (field) {
      if (!field.name || (field.type === "radio" && !field.checked)) { return; }
      pairs.push(encodeURIComponent(field.name) + "=" + encodeURIComponent(field.value));
    });
    return pairs.join("&");
  }

  function show(number, isMove) {
    at = Math.max(0, Math.min(number, questions.length - 1));
    questions.forEach(function (one, nth) { one.hidden = nth !== at; });
    var isLast = at === questions.length - 1;
    back.hidden = at === 0;
    next.hidden = isLast;
    send.hidden = !isLast;
    if (intro) { intro.hidden = at > 0; }
    if (place) {
      place.hidden = questions.length < 2;
      place.textContent = at + 1 + " " + place.getAttribute("data-of") + " " + questions.length;
    }
    if (isMove) {
      var field = questions[at].querySelector("input:checked, input, textarea");
      if (field) { field.focus({ preventScroll: true }); }
      window.scrollTo(0, 0);
    }
  }

  function remember() { keep({ key: form.elements.key.value, body: body(), at: at }); }

  function restore(kept) {
    if (form.elements.change) { return; }
    form.elements.key.value = kept.key;
    kept.body.split("&").forEach(function (pair) {
      var name = decodeURIComponent(pair.split("=")[0]);
      var value = decodeURIComponent(pair.split("=").slice(1).join("="));
      [].forEach.call(form.elements, function (field) {
        if (field.name !== name || name === "key") { return; }
        if (field.type === "radio") { field.checked = field.value === value; } else { field.value = value; }
      });
    });
  }

  function post(text) {
    if (isSending) { return; }
    isSending = true;
    send.disabled = true;
    wait.hidden = false;
    fetch(location.pathname, {
      method: "POST",
      body: text,
      credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    }).then(function (answer) {
      if (answer.status >= 500 || answer.status === 429) { throw new Error(String(answer.status)); }
      keep(null);
      location.replace(answer.url);
    }).catch(function () {
      // Kept until the network is back; the same key makes sure that it is one answer.
      keep({ key: form.elements.key.value, body: text, at: at, isSent: true });
      isSending = false;
      send.disabled = false;
      wait.hidden = true;
      offline.hidden = false;
    });
  }

  function again() {
    var kept = read();
    if (kept && kept.isSent) { post(kept.body); }
  }

  form.className += " pv-ask__form--steps";
  var kept = read();
  if (kept) { restore(kept); }
  show(kept && !kept.isSent && !form.elements.change ? kept.at : 0, false);

  var isTouched = false;
  form.addEventListener("pointerdown", function () { isTouched = true; });
  form.addEventListener("keydown", function () { isTouched = false; });
  form.addEventListener("change", function (event) {
    remember();
    // Arrow keys walk through a scale: only a tap answers and moves on.
    if (event.target.type === "radio" && isTouched && at < questions.length - 1) {
      setTimeout(function () { show(at + 1, true); remember(); }, 160);
    }
  });
  form.addEventListener("input", remember);
  back.addEventListener("click", function () { show(at - 1, true); });
  next.addEventListener("click", function () { show(at + 1, true); remember(); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (at < questions.length - 1) { show(at + 1, true); return; }
    post(body());
  });
  window.addEventListener("online", again);
  setInterval(again, 15000);
  if (kept && kept.isSent) { again(); }
})();
