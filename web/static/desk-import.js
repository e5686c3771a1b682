// Imports: files dragged and sent with a progress bar, and work watched while it goes on.
// Without this script the forms do the same, a page at a time.

const HEADERS = { "X-Requested-With": "script" };

const upload = document.querySelector("[data-upload]");
if (upload) prepare(upload);

function prepare(form) {
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector(".drop");
  form.querySelector("[data-drop-hint]").hidden = false;
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => over(event, true));
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, (event) => over(event, false));
  drop.addEventListener("drop", (event) => {
    input.files = event.dataTransfer.files;
    tellLarge(form, input);
  });
  input.addEventListener("change", () => tellLarge(form, input));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });

  function over(event, is) {
    event.preventDefault();
    drop.classList.toggle("over", is);
  }
}

// Whoever waits for a large file to be sent should know beforehand that it will be refused.
function tellLarge(form, input) {
  const large = [...input.files].filter((file) => file.size > Number(input.dataset.largest));
  const said = form.querySelector("[data-too-large]");
  said.hidden = large.length === 0;
  said.querySelector("span").textContent = large.map((file) => file.name).join(", ");
}

function send(form) {
  const bar = form.querySelector("progress");
  const said = form.querySelector("[data-sending]");
  const button = form.querySelector("button");
  const request = new XMLHttpRequest(); // fetch cannot tell how much is sent
  request.open("POST", form.action);
  request.setRequestHeader("X-Requested-With", "script");
  request.responseType = "json";
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  request.addEventListener("load", () => {
    if (request.status === 200 && request.response?.address) location.assign(request.response.address);
    else if (request.response?.error === "signed-out" || request.response?.error === "token") form.submit();
    else failed(request.response?.error ?? said.dataset.failed);
  });
  request.addEventListener("error", () => failed(said.dataset.failed));
  bar.hidden = false;
  button.disabled = true;
  said.textContent = said.dataset.said;
  request.send(new FormData(form));

  function failed(sentence) {
    bar.hidden = true;
    button.disabled = false;
    said.textContent = sentence;
  }
}

const watched = document.querySelector("[data-progress]");
if (watched) watch(watched);

async function watch(notice) {
  const bar = notice.querySelector("progress");
  const said = notice.querySelector("[data-done]");
  let before = Number(bar.value) || 0;
  for (;;) {
    await new Promise((resume) => setTimeout(resume, 1000));
    let state;
    try {
      const response = await fetch(notice.dataset.progress, { headers: HEADERS });
      if (!response.ok) return;
      state = await response.json();
    } catch {
      continue; // the connection may come back
    }
    if (!state.working) return location.reload();
    if (state.total > 1 && state.done !== before) {
      before = bar.value = state.done;
      said.textContent = said.textContent.replace(/\d+/, state.done);
    }
  }
}

const cuts = document.querySelector("form.cuts");
if (cuts) {
  const own = cuts.querySelector("[data-own]");
  cuts.addEventListener("change", () => {
    own.textContent = own.textContent.replace(/\d+/, cuts.querySelectorAll('[value="own"]:checked').length);
  });
}
